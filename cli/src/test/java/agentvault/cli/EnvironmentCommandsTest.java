package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentCommandsTest {

    private static final String PLACE = " /api/v1/agents/my-agent/env";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void logged_in() {
        stage = new Stage(home).loggedIn(server);
        server.on("PUT" + PLACE, "{\"success\":true,\"key\":\"OPENAI_API_KEY\"}");
        server.on("DELETE" + PLACE, "{\"success\":true,\"key\":\"OPENAI_API_KEY\"}");
        server.on("GET" + PLACE, "{\"keys\":[\"ANTHROPIC_API_KEY\",\"OPENAI_API_KEY\"]}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_documented_forms_work_as_they_are_written() {
        assertThat(stage.run("env set my-agent OPENAI_API_KEY sk-live-1"))
                .isEqualTo(new Stage.Ran(0, "✓ Set OPENAI_API_KEY for the tools of my-agent.\n", ""));
        assertThat(server.last().body()).isEqualTo("{\"key\":\"OPENAI_API_KEY\",\"value\":\"sk-live-1\"}");

        assertThat(stage.run("env set my-agent OPENAI_API_KEY=sk-live-2 ANTHROPIC_API_KEY=sk-ant-3"))
                .isEqualTo(new Stage.Ran(0, """
                    ✓ Set OPENAI_API_KEY for the tools of my-agent.
                    ✓ Set ANTHROPIC_API_KEY for the tools of my-agent.
                    """, ""));
        assertThat(server.last().body()).isEqualTo("{\"key\":\"ANTHROPIC_API_KEY\",\"value\":\"sk-ant-3\"}");

        assertThat(stage.run("env list my-agent"))
                .isEqualTo(new Stage.Ran(0, "KEY\nANTHROPIC_API_KEY\nOPENAI_API_KEY\n", ""));
        assertThat(stage.run("env remove my-agent OPENAI_API_KEY"))
                .isEqualTo(new Stage.Ran(0, "✓ Removed OPENAI_API_KEY from the tools of my-agent.\n", ""));
        assertThat(server.last("DELETE" + PLACE).body()).isEqualTo("{\"key\":\"OPENAI_API_KEY\"}");
    }

    @Test
    void words_behind_a_key_are_one_value_and_equals_signs_belong_to_it() {
        stage.run("env set my-agent GREETING hello = world");
        assertThat(server.last().json().text("value")).isEqualTo("hello = world");

        stage.run("env set my-agent DATABASE_URL=postgres://u:p@h/db?a=b");
        assertThat(server.last().json().text("value")).isEqualTo("postgres://u:p@h/db?a=b");
    }

    @Test
    void a_value_is_asked_for_piped_in_or_read_from_a_file() throws IOException {
        var asked = stage.person("sk_typed").run("env set my-agent OPENAI_API_KEY");
        assertThat(asked.conversation()).isEqualTo("Value of OPENAI_API_KEY for the tools of my-agent: \n");
        assertThat(server.last().json().text("value")).isEqualTo("sk_typed");

        stage.input("sk_piped\n").run("env set my-agent OPENAI_API_KEY=-");
        assertThat(server.last().json().text("value")).isEqualTo("sk_piped");

        Files.writeString(home.resolve("url.txt"), "postgres://one\n");
        stage.run("env set my-agent DATABASE_URL=@url.txt");
        assertThat(server.last().json().text("value")).isEqualTo("postgres://one");
    }

    @ParameterizedTest
    @ValueSource(strings = {"OPENAI_API_KEY sk_1", "OPENAI_API_KEY=sk_1"})
    void a_person_is_told_in_one_line_when_a_value_stood_in_the_command(String words) {
        assertThat(stage.person().run("env set my-agent " + words).conversation())
                .contains("your shell's history")
                .doesNotContain("sk_1")
                .hasLineCount(1);
    }

    @Test
    void nothing_is_sent_of_a_line_with_a_mistake_and_nothing_of_it_is_repeated() {
        for (var words : new String[] {
            "hunter-2",
            "1=hunter-2",
            "A=1 hunter-2",
            "A=hunter-2 A=hunter-2",
            "A=hunter-2 B=",
            "A=- B=-",
            "A=@/hunter-2",
            "A="
        }) {
            var ran = stage.run("env set my-agent " + words);

            assertThat(ran.code()).as(words).isIn(1, 2);
            assertThat(ran.conversation()).startsWith("Error: ").doesNotContain("hunter-2");
        }
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void removing_what_is_not_there_is_no_failure() {
        assertThat(stage.run("env remove my-agent OTHER"))
                .isEqualTo(new Stage.Ran(0, "✓ The tools of my-agent had no OTHER.\n", ""));
    }

    @Test
    void an_unknown_agent_is_told_in_the_servers_words() {
        server.on(
                "GET /api/v1/agents/nobody/env",
                404,
                "{\"error\":{\"code\":\"not_found\",\"message\":\"Agent \\\"nobody\\\" not found\",\"status\":404,"
                        + "\"hint\":\"Define it first.\"},"
                        + "\"message\":\"Agent \\\"nobody\\\" not found\",\"status\":404}");

        var ran = stage.run("env list nobody");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).isEqualTo("Error: Agent \"nobody\" not found\nNext: Define it first.\n");
    }

    @Test
    void an_empty_list_says_how_to_set_the_first() {
        server.on("GET /api/v1/agents/other-agent/env", "{\"keys\":[]}");

        assertThat(stage.run("env list other-agent").conversation()).contains("agent-vault env set other-agent KEY");
        assertThat(stage.run("env nonsense my-agent").code()).isEqualTo(2);
    }

    @Test
    void a_script_shows_its_key_from_the_environment() {
        stage.variable("AGENT_VAULT_TOKEN", "an_sk_1").variable("AGENT_VAULT_ADDR", server.address());

        stage.run("env list my-agent");

        assertThat(server.last().authorization()).isEqualTo("Bearer an_sk_1");
    }
}
