package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialCommandsTest {

    private static final String STORE = "POST /v1/credentials";
    private static final String ONE = "GET /v1/credentials?vault=payments&reveal=true&key=STRIPE_KEY";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void logged_in() {
        stage = new Stage(home).loggedIn(server);
        server.on(STORE, "{\"set\":[\"STRIPE_KEY\"]}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_documented_form_stores_a_value() {
        var ran = stage.run("vault credential set STRIPE_KEY=sk_test_abc123 --vault payments");

        assertThat(ran).isEqualTo(new Stage.Ran(0, "✓ Stored STRIPE_KEY in payments.\n", ""));
        assertThat(server.last().authorization()).isEqualTo("Bearer av_sess_1");
        assertThat(server.last().body())
                .isEqualTo("{\"vault\":\"payments\",\"credentials\":{\"STRIPE_KEY\":\"sk_test_abc123\"}}");
    }

    @Test
    void a_value_may_hold_equals_signs_and_several_are_stored_at_once() {
        stage.run("vault creds set A=1=2== B=3");

        assertThat(server.last().json().get("credentials").text("A")).isEqualTo("1=2==");
        assertThat(server.last().json().get("credentials").text("B")).isEqualTo("3");
    }

    @Test
    void a_person_is_asked_and_told_when_a_value_stood_in_the_command() {
        var asked = stage.person("sk_typed").run("vault credential set STRIPE_KEY --vault payments");
        assertThat(asked.conversation()).isEqualTo("Value of STRIPE_KEY in payments: \n");
        assertThat(server.last("POST /v1/credentials").body()).contains("\"sk_typed\"");

        var shown = stage.person().run("vault credential set STRIPE_KEY=sk_1 --vault payments");
        assertThat(shown.conversation())
                .contains("your shell's history")
                .doesNotContain("sk_1")
                .hasLineCount(1);
    }

    @Test
    void a_value_comes_from_the_standard_input_or_a_file_without_its_last_line_break() throws IOException {
        stage.input("sk_piped\n").run("vault credential set STRIPE_KEY=-");
        assertThat(server.last().body()).contains("\"STRIPE_KEY\":\"sk_piped\"");

        Files.writeString(home.resolve("key.pem"), "one\ntwo\r\n");
        stage.run("vault credential set DEPLOY_KEY=@key.pem");
        assertThat(server.last().body()).contains("\"DEPLOY_KEY\":\"one\\ntwo\"");
    }

    @Test
    void what_was_typed_is_never_repeated_in_an_error() {
        for (var line : new String[] {
            "set hunter2",
            "set hunter2=x",
            "set K=@/hunter2",
            "set K=hunter2\ufffd",
            "set K=hunter2 K=hunter2",
            "set K=- L=-",
            "set K="
        }) {
            var ran = stage.run("vault credential " + line);

            assertThat(ran.code()).isIn(1, 2);
            assertThat(ran.answer() + ran.conversation())
                    .doesNotContain("hunter2")
                    .startsWith("Error: ");
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void get_prints_the_value_alone_and_json_one_document() {
        server.on(
                ONE,
                "{\"keys\":[\"STRIPE_KEY\"],\"credentials\":[{\"key\":\"STRIPE_KEY\",\"value\":\"sk\\u001b[1m\\n\"}]}");

        assertThat(stage.run("vault credential get STRIPE_KEY --vault payments"))
                .isEqualTo(new Stage.Ran(0, "sk\u001b[1m\n", ""));
        assertThat(stage.run("vault credential get STRIPE_KEY --vault payments --json")
                        .answer())
                .isEqualTo("{\n  \"key\": \"STRIPE_KEY\",\n  \"value\": \"sk\\u001b[1m\\n\"\n}\n");
    }

    @Test
    void a_value_cannot_steer_the_terminal_of_who_looks_at_it() {
        server.on(
                ONE,
                "{\"keys\":[\"STRIPE_KEY\"],\"credentials\":[{\"key\":\"STRIPE_KEY\",\"value\":\"sk\\u001b[1m\"}]}");

        var ran = stage.person().run("vault credential get STRIPE_KEY --vault payments");

        assertThat(ran.answer()).isEqualTo("sk\\u{1b}[1m");
        assertThat(ran.conversation()).contains("a pipe gets the value as it is");
    }

    @Test
    void a_credential_that_nobody_may_read_says_so() {
        server.on(
                ONE,
                403,
                "{\"error\":\"STRIPE_KEY cannot be read back.\",\"code\":\"write_only\","
                        + "\"hint\":\"agent-vault vault credential set STRIPE_KEY\",\"request_id\":\"req_7\"}");

        assertThat(stage.run("vault credential get STRIPE_KEY --vault payments"))
                .isEqualTo(new Stage.Ran(1, "", """
                        Error: STRIPE_KEY cannot be read back.
                        Next: agent-vault vault credential set STRIPE_KEY
                        Request req_7
                        """));
    }

    @Test
    void list_shows_keys_and_values_only_when_asked() {
        server.on("GET /v1/credentials?vault=default", "{\"keys\":[\"B\",\"A\"]}");
        server.on(
                "GET /v1/credentials?vault=default&reveal=true",
                "{\"keys\":[\"A\"],\"credentials\":[{\"key\":\"A\",\"type\":\"static\",\"value\":\"1\"}]}");

        assertThat(stage.run("vault credential list").answer()).isEqualTo("KEY  TYPE\nA    static\nB    static\n");
        assertThat(stage.run("vault credential list --quiet").answer()).isEqualTo("A\nB\n");
        assertThat(stage.run("vault credential list --reveal").answer())
                .isEqualTo("KEY  TYPE    VALUE\nA    static  1\n");
    }

    @Test
    void an_empty_list_says_how_to_make_the_first() {
        server.on("GET /v1/credentials?vault=payments", "{\"keys\":[]}");

        assertThat(stage.run("vault credential list --vault payments"))
                .isEqualTo(new Stage.Ran(
                        0,
                        "",
                        "There are no credentials in payments. Store one: agent-vault vault"
                                + " credential set KEY --vault payments\n"));
    }

    @Test
    void delete_names_what_is_gone() {
        server.on("DELETE /v1/credentials", "{\"deleted\":[\"A\",\"B\"]}");

        assertThat(stage.run("vault credential delete A B --vault payments").answer())
                .isEqualTo("✓ Deleted A, B from payments; their values are destroyed.\n");
        assertThat(server.last().body()).isEqualTo("{\"vault\":\"payments\",\"keys\":[\"A\",\"B\"]}");
    }

    @Test
    void an_agent_uses_its_token_only_with_the_server_and_the_vault_that_are_named_for_it() {
        stage.variable("AGENT_VAULT_TOKEN", "av_agt_1");
        assertThat(stage.run("vault credential set A=1").conversation()).contains("AGENT_VAULT_ADDR is not");

        stage.variable("AGENT_VAULT_ADDR", server.address());
        stage.files().use("elsewhere");
        assertThat(stage.run("vault credential set A=1").conversation()).contains("no vault is named");
        assertThat(server.asked()).isEmpty();

        stage.variable("AGENT_VAULT_VAULT", "payments");
        assertThat(stage.run("vault credential set A=1").code()).isZero();
        assertThat(server.last().authorization()).isEqualTo("Bearer av_agt_1");
        assertThat(server.last().json().text("vault")).isEqualTo("payments");
    }
}
