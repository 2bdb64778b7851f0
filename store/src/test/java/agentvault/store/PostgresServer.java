package agentvault.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;

/// One real PostgreSQL for all tests of this JVM; each takes a schema of its own.
final class PostgresServer {

    private static final AtomicInteger SCHEMAS = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private PostgresServer() {}

    static String newSchema() {
        return "test_" + SCHEMAS.incrementAndGet();
    }

    static String url() {
        return "postgres://postgres:postgres@localhost:" + SERVER.getPort() + "/postgres";
    }

    static String jdbcUrl(String schema) {
        return SERVER.getJdbcUrl("postgres", "postgres") + "&currentSchema=" + schema;
    }

    private static EmbeddedPostgres start() {
        try {
            var server = EmbeddedPostgres.builder()
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
