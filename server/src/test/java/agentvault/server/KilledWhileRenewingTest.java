package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The real program, killed when a published authorization server has taken its refresh token for another one, and
/// before it knows the other one.
@Tag("full")
class KilledWhileRenewingTest {

    /// The shortest life that is believed: the server renews when a fifth of it is left.
    private static final int LIFE = 30;

    private static final Duration MOST = Duration.ofSeconds(90);

    @TempDir
    private Path home;

    private OidcProvider provider;
    private RealProgram program;
    private ProcessHandle server;

    @BeforeEach
    void open() throws Exception {
        var identity = SiteIdentity.make(home, "localhost");
        provider = new OidcProvider(identity, LIFE);
        program = new RealProgram(home)
                .with("AGENT_VAULT_PORT", Integer.toString(freePort()))
                .with("AGENT_VAULT_MITM_PORT", Integer.toString(freePort()))
                .with("AGENT_VAULT_ALLOW_PRIVATE_RANGES", "true")
                .with("AGENT_VAULT_UPSTREAM_CA_FILE", identity.root().toString());
        start();
    }

    @AfterEach
    void close() {
        kill();
        provider.close();
    }

    @Test
    void it_asks_once_more_when_the_lease_is_over_and_then_for_its_person() throws Exception {
        var people = Connecting.begin(program.variable("AGENT_VAULT_ADDR"), provider);
        people.connect();
        assertThat(people.whose().body()).contains("\"sub\":\"ann\"");

        provider.tell("hold");
        provider.await("held");
        kill();
        provider.tell("go");
        start();

        assertThat(awaitReconnect(people)).contains("vault credential connect");
        for (int i = 0; i < 5; i++) assertThat(people.whose().body()).contains("\"oauth_reconnect_required\"");
        assertThat(provider.told())
                .containsExactly("granted authorization_code", "granted refresh_token", "refused invalid_grant");
        assertThat(people.status().get("status").asString()).isEqualTo("reconnect_required");
        assertThat(people.status().get("last_error").asString()).isEqualTo("invalid_grant");

        people.connect();
        assertThat(people.whose().body()).contains("\"sub\":\"ann\"");
        assertThat(people.status().get("status").asString()).isEqualTo("connected");
        assertThat(provider.told()).hasSize(4);
    }

    /// Until then, the access token that is there is used, or the answer is that it could not be renewed now.
    private static String awaitReconnect(Connecting people) throws IOException, InterruptedException {
        var until = Instant.now().plus(MOST);
        var answer = people.whose();
        while (!answer.body().contains("\"oauth_reconnect_required\"")) {
            assertThat(answer.statusCode()).as(answer.body()).isIn(200, 401, 502);
            assertThat(Instant.now()).as(answer.body()).isBefore(until);
            answer = people.whose();
        }
        assertThat(answer.statusCode()).isEqualTo(502);
        return answer.body();
    }

    private void start() {
        var ran = program.without("AGENT_VAULT_ADDR").run("server -d --json");
        assertThat(ran.code()).as(ran.conversation()).isZero();
        var ready = Json.read(ran.answer()).orElseThrow();
        program.with("AGENT_VAULT_ADDR", ready.text("address"));
        server = ProcessHandle.of(Long.parseLong(ready.text("process"))).orElseThrow();
    }

    private void kill() {
        assertThat(server.destroyForcibly()).isTrue();
        server.onExit().join();
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return free.getLocalPort();
        }
    }
}
