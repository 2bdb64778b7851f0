package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.workspace.Sessions;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionRoutesTest {

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String owner = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        owner = cast.ownerToken;
        cast.newVault("payments");
        cast.newVault("mail");
        server.post("/v1/credentials", owner, "{'vault':'payments','credentials':{'STRIPE_KEY':'v'}}");
        server.post(
                        "/v1/vaults/payments/services",
                        owner,
                        "{'services':[{'name':'stripe','host':'api.stripe.com','auth':{'type':'bearer','token':'STRIPE_KEY'}}]}")
                .is(200);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void a_session_uses_its_vault_for_a_while() {
        var made = server.post("/v1/sessions", owner, "{'vault':'payments','label':'ci'}")
                .is(200);

        assertThat(made.at("/token")).startsWith("av_sess_");
        assertThat(made.at("/vault")).isEqualTo("payments");
        assertThat(made.at("/vaults/0/vault_role")).isEqualTo("proxy");
        assertThat(made.at("/proxy_url")).isEqualTo(made.at("/av_addr") + "/proxy");
        var offer = server.get("/discover", made.at("/token")).is(200);
        assertThat(offer.at("/vault")).isEqualTo("payments");
        assertThat(offer.at("/services/0/name")).isEqualTo("stripe");
        assertThat(offer.at("/services/0/host")).isEqualTo("api.stripe.com");
        assertThat(offer.at("/available_credentials/0")).isEqualTo("STRIPE_KEY");
    }

    @Test
    void several_vaults_stand_in_their_order_and_x_vault_narrows() {
        var token = server.post("/v1/sessions", owner, "{'vaults':['mail','payments']}")
                .is(200)
                .at("/token");

        var all = server.get("/discover", token).is(200);
        assertThat(all.at("/vault")).isEqualTo("mail");
        assertThat(all.at("/vaults/1")).isEqualTo("payments");
        assertThat(all.at("/services/0/vault")).isEqualTo("payments");
        assertThat(in(token, "payments").is(200).at("/vault")).isEqualTo("payments");
        in(token, "default").refused(404, "vault_not_found");
    }

    private static ApiServer.Told in(String token, String vault) {
        return server.send(ApiServer.Ask.of("GET", "/discover").as(token).header("X-Vault", vault));
    }

    @Test
    void a_session_is_listed_and_revoked_and_is_nobody_then() {
        var made = server.post("/v1/sessions", owner, "{'vault':'mail','label':'laptop','ttl_seconds':300}")
                .is(200);

        var listed = server.get("/v1/sessions?vault=mail", owner).is(200);
        assertThat(listed.body()).contains(made.at("/id"), "laptop", "ana@example.com", "\"socket\":false");
        server.delete("/v1/sessions/" + made.at("/id") + "?vault=payments", owner)
                .refused(404, "not_found");
        server.delete("/v1/sessions/" + made.at("/id") + "?vault=mail", owner).is(200);

        server.get("/discover", made.at("/token")).refused(401, "invalid_session");
        assertThat(server.get("/v1/sessions?vault=mail", owner).body()).doesNotContain(made.at("/id"));
    }

    @Test
    void nobody_mints_a_role_above_their_own() {
        var bob = cast.userIn("bob@example.com", cast.vault("payments"), VaultRole.MEMBER);

        var refused = server.post("/v1/sessions", bob, "{'vault':'payments','vault_role':'admin'}")
                .refused(403, "forbidden");

        assertThat(refused.at("/error")).isEqualTo("Your vault role (member) cannot mint sessions with role admin");
        server.post("/v1/sessions", bob, "{'vault':'payments','vault_role':'member'}")
                .is(200);
    }

    @Test
    void an_agent_lets_no_host_through_that_no_service_names() {
        var agent = cast.agentIn("minting-bot", cast.vault("default"), VaultRole.MEMBER);

        server.post("/v1/sessions", agent, "{'vault':'default'}").is(200);
        server.post("/v1/sessions", agent, "{'vault':'default','unmatched_host_policy':'observe'}")
                .refused(403, "forbidden");
        server.post("/v1/sessions", agent, "{'vault':'default','allow':['example.com']}")
                .refused(403, "forbidden");
        server.post("/v1/sessions", owner, "{'vault':'default','allow':['example.com','*.example.org']}")
                .is(200);
    }

    @Test
    void an_agent_names_its_vault_and_a_login_discovers_nothing() {
        var agent = cast.agentIn("looking-bot", cast.vault("default"), VaultRole.PROXY);

        server.get("/discover", agent).refused(400, "vault_required");
        in(agent, "default").is(200);
        in(agent, "payments").refused(404, "vault_not_found");
        server.get("/discover", owner).refused(403, "forbidden");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                              | vault is required
            {'vault':'mail','ttl_seconds':299}              | ttl_seconds
            {'vault':'mail','ttl_seconds':604801}           | ttl_seconds
            {'vault':'mail','vaults':['payments']}          | send one of them
            {'vaults':[]}                                   | at least one
            {'vaults':['mail','mail']}                      | twice
            {'vault':'mail','allow':['*.co.uk']}            | allow
            {'vault':'mail','vault_role':'owner'}           | vault_role
            """)
    void what_cannot_be_meant_is_refused(String body, String says) {
        assertThat(server.post("/v1/sessions", owner, body)
                        .refused(400, "invalid_request")
                        .at("/error"))
                .contains(says);
    }

    @Test
    void a_socket_that_cannot_be_is_told_and_leaves_no_session() {
        var asked = "{'vault':'payments','socket':true,'label':'on a socket'}";
        server.post("/v1/sessions", owner, asked).refused(501, "sockets_unsupported");

        try (var failing = ApiServer.start(root.resolve("failing"), ApiServer.Options.USUAL.with(new Failing()))) {
            var there = new Cast(failing);
            there.newVault("payments");
            failing.post("/v1/sessions", there.ownerToken, asked).refused(503, "socket_failed");
            assertThat(failing.get("/v1/sessions?vault=payments", there.ownerToken)
                            .is(200)
                            .json()
                            .get("sessions")
                            .size())
                    .isZero();
        }
        try (var full = ApiServer.start(root.resolve("full"), ApiServer.Options.USUAL.with(new Full()))) {
            var there = new Cast(full);
            there.newVault("payments");
            full.post("/v1/sessions", there.ownerToken, asked).refused(429, "too_many_sockets");
            full.post("/v1/sessions", there.ownerToken, "{'vault':'payments'}").is(200);
            assertThat(full.get("/v1/sessions?vault=payments", there.ownerToken).at("/sessions/0/socket"))
                    .isEqualTo("true");
        }
    }

    private record Failing() implements SessionSockets {
        @Override
        public Optional<Hindrance> hindrance() {
            return Optional.empty();
        }

        @Override
        public Optional<Path> open(Sessions.Issued issued) {
            return Optional.empty();
        }

        @Override
        public boolean has(Session session) {
            return false;
        }
    }

    private record Full() implements SessionSockets {
        @Override
        public Optional<Hindrance> hindrance() {
            return Optional.of(Hindrance.TOO_MANY);
        }

        @Override
        public Optional<Path> open(Sessions.Issued issued) {
            throw new AssertionError("opened");
        }

        @Override
        public boolean has(Session session) {
            return true;
        }
    }
}
