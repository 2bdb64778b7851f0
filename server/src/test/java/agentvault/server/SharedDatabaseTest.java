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
    private static final String VAULTS = "/v1/vaults";
    private static final String OFFER = "/discover?vault=default";
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
            awaitStatus(other, VAULTS, bearer, 200);

            assertThat(one.post("/v1/auth/logout", "", "Authorization", bearer).statusCode())
                    .isLessThan(300);

            awaitStatus(other, VAULTS, bearer, 401);
        }
    }

    @Test
    void a_grant_that_is_taken_at_one_is_gone_at_the_other_within_two_seconds() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var schema = PostgresServer.newSchema();
        try (var one = server("one", schema);
                var other = server("other", schema)) {
            var owner = "Bearer "
                    + JsonMapper.shared()
                            .readTree(one.post("/v1/auth/register", ANN).body())
                            .get("token")
                            .asString();
            var made = one.post(
                    "/v1/agents",
                    "{\"name\":\"ci-bot\",\"vaults\":[{\"vault_name\":\"default\"}]}",
                    "Authorization",
                    owner);
            var agent = "Bearer "
                    + JsonMapper.shared()
                            .readTree(made.body())
                            .get("av_agent_token")
                            .asString();
            awaitStatus(other, OFFER, agent, 200);

            assertThat(one.delete("/v1/vaults/default/agents/ci-bot", "Authorization", owner)
                            .statusCode())
                    .isEqualTo(200);

            awaitStatus(other, OFFER, agent, 404);
        }
    }

    /// Asks again and again, and no longer than a revocation may take.
    private static void awaitStatus(TestServer server, String path, String bearer, int status) {
        var until = Instant.now().plus(MOST);
        int seen = 0;
        while (seen != status && Instant.now().isBefore(until)) {
            seen = server.get(path, "Authorization", bearer).statusCode();
        }
        assertThat(seen).isEqualTo(status);
    }

    private TestServer server(String name, String schema) {
        var store = PostgresStore.open(PostgresServer.url(), schema);
        return new TestServer(folder.resolve(name), folder.resolve("key"), store);
    }
}
