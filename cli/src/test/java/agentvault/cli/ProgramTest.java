package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.command.Command;
import agentvault.command.Environment;
import agentvault.command.HelpText;
import agentvault.command.Parsed;
import agentvault.command.Parser;
import agentvault.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {

    private static final Pattern EXAMPLE =
            Pattern.compile("(?m)^  (?:[^#]*\\| )?agent-vault (?<words>[^>\\n]+?)(?: >.*)?$");

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h", "vault", "help vault", "vault --help"})
    void help_is_an_answer(String line) {
        var ran = new Stage(home).run(line);

        assertThat(ran.code()).isZero();
        assertThat(ran.answer()).contains("Usage: agent-vault");
        assertThat(ran.conversation()).isEmpty();
    }

    @Test
    void the_version_is_the_one_that_was_built() {
        assertThat(Path.of("pom.xml")).content().contains("<version>" + Version.NUMBER + "</version>");
        assertThat(new Stage(home).run("--version").answer())
                .matches("agent-vault \\d+\\.\\d+\\.\\d+ \\(Java 25.*\\)\\n");
        assertThat(new Stage(home).run("version --json").answer()).startsWith("{\n  \"version\": \"");
    }

    @Test
    void an_unknown_command_is_named_with_the_next_step() {
        assertThat(new Stage(home).run("valut list")).isEqualTo(new Stage.Ran(2, "", """
                Error: No command is named "agent-vault valut".
                Next: agent-vault vault
                Next: agent-vault --help
                """));
    }

    @Test
    void every_command_says_what_it_does_and_shows_an_example_that_works() {
        var leaves = leaves(List.of(Root.NAME), Root.of(List.of())).toList();

        assertThat(leaves).hasSizeGreaterThan(60);
        assertThat(leaves).allSatisfy(leaf -> {
            var help = HelpText.of(leaf.path(), leaf.command(), List.of());
            var examples = EXAMPLE.matcher(help.substring(help.indexOf("Examples:")))
                    .results()
                    .toList();
            assertThat(examples).isNotEmpty();
            assertThat(examples)
                    .allSatisfy(example ->
                            assertThat(parsed(example.group("words"))).isInstanceOf(Parsed.Run.class));
        });
    }

    @Test
    void an_old_flag_is_accepted_and_not_shown() {
        assertThat(new Stage(home).run("version --telemetry=false").code()).isZero();
        assertThat(new Stage(home).run("version --help").answer()).doesNotContain("telemetry");
    }

    @Test
    void a_defect_is_an_error_without_inner_messages() {
        var broken = Command.of("broken", "Breaks", _ -> {
            throw new IllegalStateException("hunter2");
        });
        var conversation = new ByteArrayOutputStream();

        int code = Program.run(
                new String[] {"broken"}, environment(OutputStream.nullOutputStream(), conversation), List.of(broken));

        assertThat(code).isEqualTo(1);
        assertThat(conversation.toString(StandardCharsets.UTF_8))
                .contains("IllegalStateException")
                .doesNotContain("hunter2");
    }

    @Test
    void an_answer_that_cannot_be_written_is_an_error() {
        var full = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("no space");
            }
        };

        assertThat(Program.run(new String[] {"version"}, environment(full, OutputStream.nullOutputStream()), List.of()))
                .isEqualTo(1);
    }

    @Test
    void completion_knows_the_commands_that_are_there() {
        var stage = new Stage(home);

        assertThat(stage.run("__complete -- vault creds").answer().lines()).contains("set", "get", "--json");
        for (var shell : List.of("bash", "zsh", "fish")) {
            assertThat(stage.run("completion " + shell).answer()).contains("agent-vault __complete --");
        }
        assertThat(stage.run("completion powershell").code()).isEqualTo(2);
    }

    private record Leaf(List<String> path, Command command) {}

    private static Stream<Leaf> leaves(List<String> path, Command command) {
        var inner = command.commands().stream()
                .filter(one -> !one.name().startsWith(Command.SILENT))
                .flatMap(one -> leaves(plus(path, one.name()), one));
        return command.group() ? inner : Stream.concat(Stream.of(new Leaf(path, command)), inner);
    }

    private static List<String> plus(List<String> path, String name) {
        var longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static Parsed parsed(String line) {
        return Parser.parse(
                Root.of(List.of()), Program.EVERYWHERE, List.of(line.strip().split(" ", -1)));
    }

    private Environment environment(OutputStream answer, OutputStream conversation) {
        var terminal = new Terminal(
                new PrintStream(answer, false, StandardCharsets.UTF_8),
                new PrintStream(conversation, true, StandardCharsets.UTF_8),
                InputStream.nullInputStream(),
                Terminal.system(Map.of()).screen());
        return new Environment(Map.of(), home, terminal, InstantSource.system());
    }
}
