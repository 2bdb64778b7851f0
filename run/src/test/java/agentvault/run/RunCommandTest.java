package agentvault.run;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.cli.Program;
import agentvault.command.Environment;
import agentvault.json.HiddenText;
import agentvault.terminal.Screen;
import agentvault.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is refused before a server is asked.
class RunCommandTest {

    @TempDir
    private Path home;

    private final Map<String, String> variables = new HashMap<>();

    private record Ran(int code, String answer, String conversation) {}

    /// Nobody who sees or types anything.
    private record Nobody() implements Screen {
        @Override
        public boolean answerShown() {
            return false;
        }

        @Override
        public boolean asks() {
            return false;
        }

        @Override
        public boolean coloured() {
            return false;
        }

        @Override
        public int width() {
            return 80;
        }

        @Override
        public Optional<String> line() {
            return Optional.empty();
        }

        @Override
        public Optional<HiddenText> hiddenLine(Runnable question) {
            return Optional.empty();
        }
    }

    private Ran run(String line) {
        variables.put("HOME", home.toString());
        variables.put("PATH", "/usr/bin:/bin");
        var answer = new ByteArrayOutputStream();
        var conversation = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(answer, true, StandardCharsets.UTF_8),
                new PrintStream(conversation, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                new Nobody());
        var environment = new Environment(variables, home, terminal, InstantSource.system());
        int code = Program.run(line.split(" ", -1), environment, RunCommand.all());
        return new Ran(code, answer.toString(StandardCharsets.UTF_8), conversation.toString(StandardCharsets.UTF_8));
    }

    @Test
    void it_is_one_command_at_two_places() {
        for (var place : List.of("run", "vault run"))
            assertThat(run(place + " --help").answer())
                    .contains("Usage: agent-vault " + place + " [flags] [--] CMD...", "--sandbox", "--allow HOST");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            run                            | 2   | Missing: CMD.
            run --sandbx sh                | 2   | No flag is named "--sandbx" here.
            run --mount /opt sh            | 2   | --mount and --ro are for a program in a sandbox.
            run --env =x sh                | 2   | --env takes NAME or NAME=VALUE.
            run no-such-program --sandbx   | 127 | No program is named "no-such-program".
            run ./nothing                  | 127 | No program is named "./nothing".
            run -- /etc/passwd             | 126 | /etc/passwd cannot be executed.
            run /usr                       | 126 | It is a folder.
            run sh -c true                 | 3   | You are not logged in.
            """)
    void what_cannot_be_is_refused_with_the_code_of_a_shell(String line, int code, String says) {
        var ran = run(line);

        assertThat(ran.code()).as(ran.conversation()).isEqualTo(code);
        assertThat(ran.conversation()).contains(says);
    }

    @Test
    void an_agent_names_its_server_and_its_vault() {
        variables.put("AGENT_VAULT_TOKEN", "av_agt_0");
        assertThat(run("run true").conversation()).contains("AGENT_VAULT_ADDR is not.");
        variables.put("AGENT_VAULT_ADDR", "http://127.0.0.1:1");
        assertThat(run("run true").conversation()).contains("no vault is named");
        assertThat(run("doctor --run --vault shop").conversation())
                .contains("doctor --run reads what a person may read");
    }
}
