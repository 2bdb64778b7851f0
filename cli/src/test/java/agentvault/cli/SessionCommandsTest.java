package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionCommandsTest {

    @TempDir
    private Path home;

    private final FakeServer server = new FakeServer();
    private Stage stage;

    @BeforeEach
    void log_in() {
        stage = new Stage(home).loggedIn(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_path_of_a_socket_is_printed_in_the_tokens_place() {
        server.on(
                "POST /v1/sessions",
                "{\"token\":\"av_sess_1\",\"id\":\"3f\",\"socket_path\":\"/data/sockets/3f.sock\"}");

        assertThat(stage.run("vault token --vault payments --socket").answer()).isEqualTo("/data/sockets/3f.sock");
        assertThat(server.last().body()).isEqualTo("{\"vault\":\"payments\",\"socket\":true}");
    }

    @Test
    void a_token_is_printed_alone_so_that_a_script_can_take_it() {
        server.on("POST /v1/sessions", "{\"token\":\"av_sess_1\",\"id\":\"3f\"}");

        var ran = stage.run("vault token --vault payments --also mail --ttl 2h --label ci --allow example.com");

        assertThat(ran).isEqualTo(new Stage.Ran(0, "av_sess_1", ""));
        assertThat(server.last().body())
                .isEqualTo("{\"vaults\":[\"payments\",\"mail\"],\"ttl_seconds\":7200,\"label\":\"ci\","
                        + "\"allow\":[\"example.com\"]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "two", "1y", "99999999999d"})
    void a_time_that_is_none_is_refused(String text) {
        assertThat(stage.run("vault token --ttl=" + text).conversation()).contains("--ttl");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void sessions_are_listed_and_ended() {
        server.on("GET /v1/sessions?vault=payments", """
                {"sessions":[{"id":"3f","label":"ci","vault_role":"proxy","created_by":{"display_name":"ann@x.y"},
                "created_at":"2026-11-21T11:00:00Z","expires_at":"2026-11-21T13:00:00Z","socket":false},
                {"id":"4a","label":"desk","vault_role":"proxy","created_by":{"display_name":"ann@x.y"},
                "created_at":"2026-11-21T11:00:00Z","expires_at":"2026-11-21T13:00:00Z","socket":true}]}""");
        server.on("DELETE /v1/sessions/3f?vault=payments", "{\"status\":\"revoked\"}");

        assertThat(stage.run("vault session list --vault payments").answer()).isEqualTo("""
                ID  LABEL  ROLE   MADE BY  MADE        EXPIRES
                3f  ci     proxy  ann@x.y  1 hour ago  in 1 hour
                4a  desk   proxy  ann@x.y  1 hour ago  in 1 hour  socket
                """);
        assertThat(stage.run("vault session revoke 3f --vault payments").answer())
                .isEqualTo("✓ Ended the session 3f.\n");
    }

    @Test
    void what_an_agent_may_use_is_shown_to_it_and_to_people() {
        var services = "\"services\":[{\"name\":\"stripe\",\"host\":\"api.stripe.com\",\"enabled\":true}]";
        server.on("GET /v1/vaults/payments/services", "{" + services + "}")
                .on("GET /v1/credentials?vault=payments", "{\"keys\":[\"STRIPE_KEY\"]}")
                .on("GET /discover?vault=payments", "{" + services + ",\"available_credentials\":[\"STRIPE_KEY\"]}");

        var person = stage.run("vault discover --vault payments");
        assertThat(person.answer()).isEqualTo("""
                SERVICE  HOST
                stripe   api.stripe.com
                """);
        var agent = stage.variable("AGENT_VAULT_TOKEN", "av_agt_1")
                .variable("AGENT_VAULT_ADDR", server.address())
                .run("vault discover --vault payments --json");
        assertThat(agent.answer()).contains("\"available_credentials\"", "STRIPE_KEY");
        assertThat(server.last().authorization()).isEqualTo("Bearer av_agt_1");
    }
}
