package agentvault.store;

import agentvault.id.Id;
import agentvault.workspace.MemoryStore;
import agentvault.workspace.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;

/// A kind of database, and a new empty one of it for each test.
enum Database {
    MEMORY {
        @Override
        Fresh fresh() {
            var store = new MemoryStore();
            return new Fresh(store, (table, _, id) -> store.spoil(table, id), () -> {});
        }
    },
    SQLITE {
        @Override
        Fresh fresh() {
            var folder = folder();
            var file = folder.resolve("vault.db");
            return new Fresh(
                    SqliteStore.open(file),
                    (table, column, id) -> spoil("jdbc:sqlite:" + file, table, column, id),
                    () -> delete(folder));
        }
    },
    POSTGRES {
        @Override
        Fresh fresh() {
            String schema = PostgresServer.newSchema();
            return new Fresh(
                    PostgresStore.open(PostgresServer.url(), schema),
                    (table, column, id) -> spoil(PostgresServer.jdbcUrl(schema), table, column, id),
                    () -> {});
        }
    };

    @FunctionalInterface
    interface Spoiler {
        /// Makes a row one that cannot be read back, in a column of texts.
        void spoil(String table, String column, Id id);
    }

    record Fresh(Store store, Spoiler spoiler, Runnable leave) implements AutoCloseable {
        @Override
        public void close() {
            store.close();
            leave.run();
        }
    }

    abstract Fresh fresh();

    static Path folder() {
        try {
            return Files.createTempDirectory("agent-vault-store");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(java.util.Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Runs a statement beside the store, as somebody with a database client does.
    static int run(String url, String sql) {
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void spoil(String url, String table, String column, Id id) {
        run(url, "UPDATE " + table + " SET " + column + " = '{\"spoiled\": 1}' WHERE id = '" + id + "'");
    }
}
