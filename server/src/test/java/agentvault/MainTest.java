package agentvault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {

    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final ByteArrayOutputStream conversation = new ByteArrayOutputStream();

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h"})
    void help_lists_the_commands_on_stdout(String command) {
        assertThat(run(command)).isEqualTo(Main.DONE);
        assertThat(answer.toString(StandardCharsets.UTF_8)).contains("Usage: agent-vault", "help", "version");
        assertThat(conversation.size()).isZero();
    }

    @Test
    void nothing_asked_is_help() {
        assertThat(run()).isEqualTo(Main.DONE);
        assertThat(answer.toString(StandardCharsets.UTF_8)).contains("Usage: agent-vault");
    }

    @Test
    void the_version_is_the_one_that_was_built() {
        assertThat(run("version")).isEqualTo(Main.DONE);
        assertThat(answer.toString(StandardCharsets.UTF_8))
                .matches("agent-vault \\d+\\.\\d+\\.\\d+ \\(Java 25.*\\)\\R");
    }

    @Test
    void an_unknown_command_is_named_with_the_next_step_on_stderr() {
        assertThat(run("frobnicate")).isEqualTo(Main.NOT_UNDERSTOOD);
        assertThat(answer.size()).isZero();
        assertThat(conversation.toString(StandardCharsets.UTF_8)).contains("\"frobnicate\"", "agent-vault help");
    }

    private int run(String... arguments) {
        return Main.run(
                List.of(arguments),
                new PrintStream(answer, true, StandardCharsets.UTF_8),
                new PrintStream(conversation, true, StandardCharsets.UTF_8));
    }
}
