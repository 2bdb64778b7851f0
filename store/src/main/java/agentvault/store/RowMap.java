package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.workspace.Store.StoredRow;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// One table of sealed rows: its columns, how a row is written into them and read back.
abstract class RowMap<R extends SealedRow> {

    static final String LIFE = "created_at created_sequence updated_at archived_at";

    private final String table;
    private final Class<R> type;
    private final Set<Scope.Kind> kinds;
    private final List<String> columns;
    private final List<String> updateParameters;
    private final String order;

    /// @param ownColumns the columns besides scope, id and seal, with spaces between
    RowMap(String table, Class<R> type, Set<Scope.Kind> kinds, String... ownColumns) {
        this.table = table;
        this.type = type;
        this.kinds = kinds;
        columns = new ArrayList<>(List.of("scope_kind", "scope_id", "id", "seal"));
        for (String own : ownColumns) Collections.addAll(columns, own.split(" "));
        updateParameters = new ArrayList<>(columns);
        updateParameters.addAll(List.of("id", "scope_kind", "scope_id"));
        order = columns.contains("created_at") ? "created_at, created_sequence, id" : "id";
    }

    /// Names every column but the common ones.
    abstract void write(R row, Values to);

    /// Rebuilds the row; throws whatever its parts throw if they are not valid.
    abstract R read(Cells from);

    /// The sealed values of a row, as they stand in its columns: they must be gone when the row is.
    List<Octets> sealedIn(R row) {
        return List.of();
    }

    final String table() {
        return table;
    }

    final boolean livesIn(Scope.Kind kind) {
        return kinds.contains(kind);
    }

    final int insert(Link link, StoredRow.Rebuilt row) {
        var values = values(row);
        return link.change(
                """
                INSERT INTO %s (%s)
                VALUES (%s)
                """.formatted(table, String.join(", ", columns), parameters(columns.size())),
                statement -> values.bind(statement, columns));
    }

    /// How many rows it changed: one, or none if there is no such row in this scope.
    final int update(Link link, StoredRow.Rebuilt row) {
        var values = values(row);
        String set = columns.stream().map(column -> column + " = ?").collect(Collectors.joining(", "));
        return link.change("""
                UPDATE %s SET %s
                WHERE id = ? AND scope_kind = ? AND scope_id = ?
                """.formatted(table, set), statement -> values.bind(statement, updateParameters));
    }

    final int delete(Link link, SealedRow row) {
        var values = new Values().scope(row.scope()).id("id", row.id());
        return link.change(
                """
                DELETE FROM %s
                WHERE id = ? AND scope_kind = ? AND scope_id = ?
                """.formatted(table), statement -> values.bind(statement, List.of("id", "scope_kind", "scope_id")));
    }

    final List<StoredRow> all(Link link, Scope scope) {
        var values = new Values().scope(scope);
        return link.list(
                select("scope_kind = ? AND scope_id = ?") + "ORDER BY " + order,
                statement -> values.bind(statement, List.of("scope_kind", "scope_id")),
                this::stored);
    }

    /// Every scope that a row claims to be in.
    final List<Scope> scopes(Link link) {
        return PlainTables.all(
                link, """
                SELECT DISTINCT scope_kind, scope_id FROM %s
                """.formatted(table), new Values(), List.of(), List.of("scope_kind", "scope_id"), Cells::scope);
    }

    /// The next rows by id, of all scopes.
    final List<StoredRow> batch(Link link, String afterId, int size) {
        return link.list(
                select("id > ?") + "ORDER BY id LIMIT ?",
                statement -> {
                    statement.setString(1, afterId);
                    statement.setInt(2, size);
                },
                this::stored);
    }

    /// The rows after one id up to another, of all scopes.
    final List<StoredRow> range(Link link, String afterId, String toId) {
        return link.list(
                select("id > ? AND id <= ?") + "ORDER BY id",
                statement -> {
                    statement.setString(1, afterId);
                    statement.setString(2, toId);
                },
                this::stored);
    }

    final void delete(Link link, String id) {
        link.change("DELETE FROM %s WHERE id = ?".formatted(table), statement -> statement.setString(1, id));
    }

    final List<Octets> sealedValues(SealedRow row) {
        return sealedIn(type.cast(row));
    }

    /// The sealed values that are stored for a row, whatever it holds now.
    final List<Octets> storedSealedValues(Link link, SealedRow row) {
        String id = row.id().toString();
        return link.one(select("id = ?"), statement -> statement.setString(1, id), this::stored)
                .filter(StoredRow.Rebuilt.class::isInstance)
                .map(old -> sealedValues(((StoredRow.Rebuilt) old).row()))
                .orElse(List.of());
    }

    private String select(String where) {
        return """
                SELECT %s FROM %s
                WHERE %s
                """.formatted(String.join(", ", columns), table, where);
    }

    private Values values(StoredRow.Rebuilt stored) {
        var row = type.cast(stored.row());
        var values = new Values().scope(row.scope()).id("id", row.id()).octets("seal", stored.seal());
        write(row, values);
        return values;
    }

    private StoredRow stored(ResultSet results) throws SQLException {
        var cells = new Cells(results, columns);
        try {
            var row = read(cells);
            if (row.scope().equals(cells.scope())) return new StoredRow.Rebuilt(row, cells.octets("seal"));
            return unreadable(results, "it is stored in a scope that is not its own");
        } catch (Cells.Misfit e) {
            return unreadable(results, e.why());
        } catch (RuntimeException _) {
            return unreadable(results, "its columns are no " + table + " together");
        }
    }

    private StoredRow unreadable(ResultSet results, String why) throws SQLException {
        return new StoredRow.Unreadable(table, String.valueOf(results.getObject(columns.indexOf("id") + 1)), why);
    }

    private static String parameters(int count) {
        return String.join(", ", Collections.nCopies(count, "?"));
    }
}
