package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// Two servers on one PostgreSQL database.
class SharedDatabaseTest {

    private static final String ANN = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";
    private static final Duration MOST = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void who_logs_out_at_one_is_out_at_the_other_within_two_seconds() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var schema = PostgresServer.newSchema();
        try (var one = server("one", schema);
                var other = server("other", schema)) {
            var registered = one.post("/v1/auth/register", ANN);
            var token =
                    JsonMapper.shared().readTree(registered.body()).get("token").asString();
            var bearer = "Bearer " + token;
            awaitStatus(other, bearer, 200);

            assertThat(one.post("/v1/auth/logout", "", "Authorization", bearer).statusCode())
                    .isLessThan(300);

            awaitStatus(other, bearer, 401);
        }
    }

    /// Asks again and again, and no longer than a revocation may take.
    private static void awaitStatus(TestServer server, String bearer, int status) {
        var until = Instant.now().plus(MOST);
        int seen = 0;
        while (seen != status && Instant.now().isBefore(until)) {
            seen = server.get("/v1/vaults", "Authorization", bearer).statusCode();
        }
        assertThat(seen).isEqualTo(status);
    }

    private TestServer server(String name, String schema) {
        var store = PostgresStore.open(PostgresServer.url(), schema);
        return new TestServer(folder.resolve(name), folder.resolve("key"), store);
    }
}
