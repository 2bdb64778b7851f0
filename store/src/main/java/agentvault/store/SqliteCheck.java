package agentvault.store;

import agentvault.workspace.Finding;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sqlite.SQLiteConfig;

/// Compares a database file with what SQLite and our migrations make.
final class SqliteCheck {

    private static final Pattern PLACE =
            Pattern.compile("index \\w+|Tree \\d+ page \\d+|[Pp]age \\d+|[Ff]reelist|[a-z_]+\\.[a-z_]+");

    private record Part(String type, String name, String table, String sql) {}

    private SqliteCheck() {}

    static List<Finding> findings(Link link) {
        return Stream.concat(malformed(link), differences(link)).toList();
    }

    private static Stream<Finding> malformed(Link link) {
        return link.list("PRAGMA integrity_check", _ -> {}, results -> results.getString(1)).stream()
                .filter(line -> !line.equals("ok"))
                .map(line -> new Finding(place(line), line));
    }

    private static String place(String line) {
        var place = PLACE.matcher(line);
        return place.find() ? place.group() : "the file";
    }

    private static Stream<Finding> differences(Link link) {
        var expected = new TreeMap<String, Part>();
        var findings = new ArrayList<Finding>();
        try (var fresh = freshlyMade(link.dialect())) {
            schema(fresh).forEach(part -> expected.put(part.name(), part));
            if (!Migrations.files(fresh).equals(Migrations.files(link))) {
                findings.add(new Finding("table agent_vault_migration", "names other migrations than were done"));
            }
        }
        for (var part : schema(link)) {
            var known = expected.remove(part.name());
            String place = part.type() + " " + part.name();
            if (known == null) findings.add(new Finding(place, "is not of this schema"));
            else if (!known.equals(part)) findings.add(new Finding(place, "differs from this schema"));
        }
        expected.values().forEach(part -> findings.add(new Finding(part.type() + " " + part.name(), "is missing")));
        return findings.stream();
    }

    private static List<Part> schema(Link link) {
        return link.list(
                "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY name",
                _ -> {},
                results -> new Part(
                        results.getString(1), results.getString(2), results.getString(3), results.getString(4)));
    }

    private static Link freshlyMade(Dialect dialect) {
        try {
            var fresh = new Link(new SQLiteConfig().createConnection("jdbc:sqlite::memory:"), dialect);
            Migrations.run(fresh);
            return fresh;
        } catch (SQLException e) {
            throw dialect.failure(e);
        }
    }
}
