package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import agentvault.canary.Canary.Sighting;
import agentvault.keys.KeyFile;
import agentvault.keys.MasterPassword;
import agentvault.keys.SystemRandomness;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same life with its database in PostgreSQL: what a dump would read, and the files that the server keeps it in.
class PostgresSecretsStayTest {

    @TempDir
    Path outside;

    @TempDir
    Path searched;

    private final String schema = PostgresServer.newSchema();

    @Test
    void a_whole_life_leaves_no_secret_in_tables_files_messages_or_prints() {
        var canary = Canary.ofMark();
        var found = new ArrayList<Sighting>();
        try (var key = key();
                var secret = Life.marked("password");
                var data = KillDriver.data(searched.resolve("data"));
                var store = PostgresStore.open(PostgresServer.url(), schema);
                var instance = Instances.ready(data, store, key)) {
            var password = new MasterPassword(secret, new SystemRandomness());
            var life = new Life(instance.workspace(), canary);
            life.live(key, password);
            found.addAll(canary.inObjects(instance, store, data, password, life.seen()));
            found.addAll(inTables(canary));
        }
        found.addAll(canary.inFiles(PostgresServer.files()));
        found.addAll(canary.inFiles(searched));

        assertThat(found).isEmpty();
    }

    @Test
    void a_leak_is_found_in_tables_and_files() {
        var files = new ArrayList<Sighting>();
        try (var key = key();
                var data = KillDriver.data(searched.resolve("data"));
                var store = PostgresStore.open(PostgresServer.url(), schema);
                var instance = Instances.ready(data, store, key)) {
            Leak.into(instance.workspace(), key);
            files.addAll(Leak.canary().inFiles(PostgresServer.files()));
            assertThat(Leak.encodings(inTables(Leak.canary()), "vault.description"))
                    .isEqualTo(Leak.TEXTS);
            assertThat(Leak.encodings(files, "")).isEqualTo(Leak.TEXTS);
        }
    }

    private KeyFile key() {
        KeyFile.create(outside.resolve("key"), new SystemRandomness());
        return KillDriver.key(outside.resolve("key"));
    }

    private List<Sighting> inTables(Canary canary) {
        var found = new ArrayList<Sighting>();
        try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl(schema));
                var tables = connection.getMetaData().getTables(null, schema, "%", new String[] {"TABLE"})) {
            while (tables.next()) found.addAll(inTable(canary, connection, tables.getString("TABLE_NAME")));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        return found;
    }

    private static List<Sighting> inTable(Canary canary, Connection connection, String table) throws SQLException {
        var found = new ArrayList<Sighting>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT * FROM " + table)) {
            while (rows.next()) found.addAll(inRow(canary, table, rows));
        }
        return found;
    }

    private static List<Sighting> inRow(Canary canary, String table, ResultSet rows) throws SQLException {
        var found = new ArrayList<Sighting>();
        for (int c = 1; c <= rows.getMetaData().getColumnCount(); c++) {
            String place = table + "." + rows.getMetaData().getColumnName(c);
            byte[] bytes = rows.getBytes(c);
            if (bytes != null) found.addAll(canary.in(place, bytes));
        }
        return found;
    }
}
