package agentvault.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/// One real PostgreSQL for all tests of this JVM; each takes a schema of its own.
public final class PostgresServer {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final Path DATA = Database.folder();
    private static final EmbeddedPostgres SERVER = start();

    private PostgresServer() {}

    public static String newSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    public static String url() {
        return "postgres://postgres:postgres@localhost:" + SERVER.getPort() + "/postgres";
    }

    public static String jdbcUrl(String schema) {
        return SERVER.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
    }

    /// Where its files are, with all that it was told so far in them.
    public static Path files() {
        Database.run(SERVER.getJdbcUrl("postgres", "postgres"), "CHECKPOINT");
        return DATA;
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.builder()
                    .setDataDirectory(DATA)
                    .setServerConfig("fsync", "off")
                    .setServerConfig("max_connections", "300")
                    .start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    server.close();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
