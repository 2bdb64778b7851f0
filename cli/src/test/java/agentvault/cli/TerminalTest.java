package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.command.Environment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command on a real terminal: `script` makes one, and its record is what a person would have seen.
@Tag("full")
class TerminalTest {

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        server.close();
    }

    private record Seen(int code, String screen) {}

    @Test
    void a_password_does_not_show_and_the_terminal_echoes_again_afterwards() throws IOException, InterruptedException {
        server.on("POST /v1/auth/login", "{\"token\":\"av_sess_2\"}");

        var seen = onTerminal(
                "hunter22\n",
                "auth login --email ann@example.com --address " + server.address(),
                "; stty -a | grep -o ' echo '");

        assertThat(seen.screen()).contains("Password:", "Logged in to").doesNotContain("hunter22");
        assertThat(seen.screen().lines().map(String::strip)).contains("echo");
        assertThat(server.last().body()).contains("\"hunter22\"");
    }

    @Test
    void a_question_shows_while_the_answer_goes_into_a_file() throws IOException, InterruptedException {
        new Stage(home).loggedIn(server);
        server.on("POST /v1/credentials", "{\"set\":[\"K\"]}");

        var seen = onTerminal("typed\n", "vault credential set K", ">" + home.resolve("out"));

        assertThat(seen.screen()).contains("Value of K in default:").doesNotContain("typed", "Stored");
        assertThat(home.resolve("out")).hasContent("✓ Stored K in default.");
        var stored = server.last("POST /v1/credentials");
        assertThat(stored.json().get("credentials").text("K")).isEqualTo("typed");
    }

    @Test
    void tables_are_cut_to_the_width_and_coloured_unless_told_otherwise() throws IOException, InterruptedException {
        new Stage(home).loggedIn(server);
        server.on("GET /v1/vaults", "{\"vaults\":[{\"name\":\"" + "payments".repeat(20) + "\",\"role\":\"admin\"}]}");

        var seen = onTerminal("", "vault list", "");
        assertThat(seen.screen()).contains("\u001b[2mNAME", "…");
        assertThat(seen.screen()
                        .lines()
                        .map(line -> line.replace("\u001b[2m", "")
                                .replace("\u001b[0m", "")
                                .strip()))
                .allMatch(line -> line.length() <= 60);

        assertThat(onTerminal("", "vault list", "| cat").screen()).doesNotContain("\u001b", "…");
        assertThat(onTerminal("", "vault list --quiet", "").screen().strip()).isEqualTo("payments".repeat(20));
    }

    @Test
    void an_error_on_a_terminal_is_red_and_with_no_color_it_is_not() throws IOException, InterruptedException {
        assertThat(onTerminal("", "vault lst", "").screen()).contains("\u001b[31mError:");
        assertThat(run("NO_COLOR=1 " + command("vault lst"), "").screen())
                .contains("Error:")
                .doesNotContain("\u001b");
    }

    private Seen onTerminal(String typed, String words, String after) throws IOException, InterruptedException {
        return run(command(words) + " " + after, typed);
    }

    private static String command(String words) {
        return Stream.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Start.class.getName())
                .map(word -> "'" + word + "'")
                .collect(Collectors.joining(" ", "", " " + words));
    }

    /// A shell on a terminal of 60 places.
    private Seen run(String line, String typed) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(List.of("script", "-qec", "stty cols 60; " + line, "/dev/null"))
                .directory(home.toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", System.getenv("PATH"), "HOME", home.toString(), "TERM", "xterm", "SHELL", "/bin/sh"));
        var process = builder.start();
        var out = process.outputWriter(StandardCharsets.UTF_8);
        var in = process.getInputStream();
        var screen = new StringBuilder();
        // A person types when the question is there.
        byte[] bytes = new byte[4096];
        boolean waiting = !typed.isEmpty();
        for (int got = in.read(bytes); got >= 0; got = in.read(bytes)) {
            screen.append(new String(bytes, 0, got, StandardCharsets.UTF_8));
            if (waiting && screen.toString().endsWith(": ")) {
                out.write(typed);
                out.flush();
                waiting = false;
            }
        }
        return new Seen(process.waitFor(), screen.toString());
    }

    /// What the process starts with.
    static final class Start {
        private Start() {}

        public static void main(String[] arguments) {
            System.exit(Program.run(arguments, Environment.system(), List.of()));
        }
    }
}
