package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WebhookCommandsTest {

    private static final String ADDED = """
            {"id":"3f","url":"https://h.example.com/","events":["proposal.created"],"status":"active",
            "created_at":"2026-11-21T11:00:00Z","secret":"whsec_c2VjcmV0"}""";

    @TempDir
    private Path home;

    private final FakeServer server = new FakeServer();
    private Stage stage;

    @BeforeEach
    void log_in() {
        stage = new Stage(home).loggedIn(server);
        server.on("GET /v1/webhooks", """
                {"webhooks":[{"id":"3f","url":"https://h.example.com/","status":"active","pending":2,"given_up":1,
                "last_delivery":{"status":"waiting","code":"http_503"}},
                {"id":"40","url":"https://new.example.com/","status":"active","pending":0,"given_up":0}]}""");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_secret_is_printed_once_and_for_scripts_alone() {
        server.on("POST /v1/webhooks", ADDED);

        var ran = stage.run("webhook add https://h.example.com/ --event proposal.created");

        assertThat(ran.answer()).contains("whsec_c2VjcmV0");
        assertThat(server.last().body())
                .isEqualTo("{\"url\":\"https://h.example.com/\",\"events\":[\"proposal.created\"]}");
        assertThat(stage.run("webhook add https://h.example.com/ --secret-only").answer())
                .isEqualTo("whsec_c2VjcmV0");
    }

    @Test
    void the_list_shows_how_deliveries_go() {
        assertThat(stage.run("webhook list").answer()).isEqualTo("""
                URL                       STATUS  LAST     CODE      PENDING  GIVEN UP  ID
                https://h.example.com/    active  waiting  http_503        2         1  3f
                https://new.example.com/  active                           0         0  40
                """);
    }

    @Test
    void a_test_says_whether_the_event_got_there() {
        server.on(
                        "POST /v1/webhooks/3f/test",
                        "{\"status\":\"delivered\",\"code\":\"http_204\",\"message\":\"It answered 204.\"}")
                .on(
                        "POST /v1/webhooks/40/test",
                        "{\"status\":\"given-up\",\"code\":\"unresolved\",\"message\":\"Check its spelling.\"}")
                .on(
                        "POST /v1/webhooks/40/test",
                        "{\"status\":\"given-up\",\"code\":\"http_410\",\"message\":\"Gone.\"}");

        assertThat(stage.run("webhook test https://h.example.com/").answer())
                .isEqualTo("✓ The event got there. It answered 204.\n");
        var failed = stage.run("webhook test 40");
        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.conversation())
                .contains("did not get there (unresolved)", "Check its spelling.", "agent-vault webhook test 40");
        assertThat(stage.run("webhook test 40").conversation()).contains("agent-vault webhook remove 40");
    }

    @Test
    void a_webhook_is_removed_by_its_url() {
        server.on("DELETE /v1/webhooks/40", "{\"status\":\"removed\"}");

        assertThat(stage.run("webhook remove https://new.example.com/").code()).isZero();
        assertThat(stage.run("webhook remove nowhere").code()).isEqualTo(1);
    }
}
