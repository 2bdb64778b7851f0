package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.vault.Slug;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Vaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Turns bits of a database behind the server's back.
@Tag("full")
class DatabaseMutationTest {

    private static final int MUTATIONS = 1000;

    @TempDir
    Path directory;

    private final Random random = new Random(7);

    @Test
    void a_thousand_changes_of_live_bytes_are_each_found_with_their_place_and_no_wrong_secret_is_served()
            throws Exception {
        var key = directory.resolve("key");
        ((KeyFile.Reading.Ready) KeyFile.create(key, new SystemRandomness()))
                .file()
                .close();
        var untouched = directory.resolve("untouched");
        fill(untouched, key);
        var state = state(untouched, key);
        var data = directory.resolve("data");
        copy(untouched, data);
        var database = data.resolve("agent-vault.db");
        byte[] original = Files.readAllBytes(database);
        var dump = dump(database);
        assertThat(dump).anySatisfy(line -> assertThat(line).startsWith("credential|"));
        var missed = new ArrayList<String>();
        var places = new HashSet<String>();
        int live = 0;
        int turned = 0;
        while (live < MUTATIONS) {
            int at = random.nextInt(original.length);
            if (original[at] == 0) continue; // mostly room that nothing lives in
            turned++;
            write(database, at, (byte) (original[at] ^ (1 << random.nextInt(8))));
            var now = dump(database);
            if (now.equals(dump)) {
                write(database, at, original[at]);
                continue;
            }
            live++;
            var found = found(data, key, state);
            if (found.isEmpty()) missed.add("byte " + at + ": " + difference(dump, now));
            places.addAll(found);
            delete(data);
            copy(untouched, data);
        }
        System.out.printf("%d bits turned, %d of them live, %d missed%n", turned, live, missed.size());
        assertThat(missed).isEmpty();
        assertThat(places).allSatisfy(place -> assertThat(place).isNotBlank());
    }

    private static String difference(List<String> before, List<String> now) {
        var gone = new ArrayList<>(before);
        var come = new ArrayList<>(now);
        gone.removeAll(now);
        come.removeAll(before);
        return gone + " became " + come;
    }

    private static void write(Path database, long at, byte... bytes) throws IOException {
        try (var file = FileChannel.open(database, StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(bytes), at);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var all = Files.walk(from)) {
            for (var path : all.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    private static void delete(Path data) throws IOException {
        try (var all = Files.walk(data)) {
            for (var path : all.sorted(Comparator.reverseOrder()).toList()) Files.delete(path);
        }
    }

    /// What any program would read: every row of every table, and the schema; or that it cannot be read.
    private static List<String> dump(Path database) {
        var lines = new ArrayList<String>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:file:" + database + "?mode=ro&immutable=1")) {
            for (var table : tables(connection, lines)) lines.addAll(rows(connection, table));
        } catch (SQLException | RuntimeException e) {
            lines.add("unreadable");
        }
        return lines;
    }

    private static List<String> tables(Connection connection, List<String> lines) throws SQLException {
        var tables = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var schema = statement.executeQuery("SELECT type, name, tbl_name, sql FROM sqlite_schema")) {
            while (schema.next()) {
                lines.add(schema.getString(1) + schema.getString(2) + schema.getString(3) + schema.getString(4));
                if (schema.getString(1).equals("table")) tables.add(schema.getString(2));
            }
        }
        return tables;
    }

    private static List<String> rows(Connection connection, String table) throws SQLException {
        var lines = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM \"" + table + "\"")) {
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                var line = new StringBuilder(table);
                for (int c = 1; c <= columns; c++) {
                    var value = rows.getObject(c);
                    line.append('|')
                            .append(
                                    value instanceof byte[] bytes
                                            ? HexFormat.of().formatHex(bytes)
                                            : value);
                }
                lines.add(line.toString());
            }
        }
        return lines;
    }

    /// Where the server says that something is wrong. Whatever value it still serves is the right one.
    private static Set<String> found(Path data, Path key, List<String> state) {
        var places = new HashSet<String>();
        try (var held = KillDriver.data(data);
                var store = SqliteStore.open(held.database())) {
            store.check().forEach(finding -> places.add(finding.place()));
        } catch (StoreUnavailable | IllegalStateException refused) {
            places.add(String.valueOf(refused.getMessage()));
            return places;
        }
        try (var file = KillDriver.key(key);
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, file)) {
            instance.report().findings().forEach(finding -> places.add(finding.place()));
            assertThat(state).containsAll(values(State.of(instance.workspace())));
        } catch (IntegrityBroken broken) {
            broken.findings().forEach(finding -> places.add(finding.place()));
        } catch (StoreUnavailable | AssertionError refused) {
            if (refused instanceof AssertionError
                    && String.valueOf(refused.getMessage()).contains("Expecting")) {
                throw refused;
            }
            places.add(String.valueOf(refused.getMessage()));
        }
        return places;
    }

    private static List<String> values(List<String> state) {
        return state.stream().filter(line -> line.contains("secret-")).toList();
    }

    private static List<String> state(Path data, Path key) {
        try (var file = KillDriver.key(key);
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, file)) {
            return State.of(instance.workspace());
        }
    }

    private static void fill(Path data, Path key) {
        try (var file = KillDriver.key(key);
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, file)) {
            var workspace = instance.workspace();
            KilledOperation.FOUND.run(workspace, file);
            var owner = KilledOperation.owner(workspace);
            done(workspace.vaults().create(owner, new Slug("first"), Vaults.Naming.of("First")));
            for (int i = 0; i < 12; i++) KilledOperation.set(workspace, "KEY_" + i, "secret-" + i);
            for (int i = 0; i < 4; i++) KilledOperation.set(workspace, "KEY_" + i, "secret-rotated-" + i);
        }
    }
}
