package agentvault.operations;

import agentvault.cli.Program;
import agentvault.command.Environment;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.terminal.Screen;
import agentvault.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A person or a script at the command: what is set, what is typed, what is seen.
final class Stage {

    record Ran(int code, String answer, String conversation) {
        Json json() {
            return Json.read(answer).orElseThrow(() -> new AssertionError(answer + conversation));
        }

        String all() {
            return answer + conversation;
        }
    }

    private final Path home;
    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private String input = "";
    private boolean person;
    private InstantSource clock = InstantSource.system();

    Stage(Path home) {
        this.home = home;
        variables.put("HOME", home.toString());
        variables.put("PATH", System.getenv("PATH"));
        variables.put("AGENT_VAULT_MASTER_KEY_FILE", home.resolve("key").toString());
        variables.put("AGENT_VAULT_DATA_DIR", home.resolve("data").toString());
    }

    Stage variable(String name, String value) {
        variables.put(name, value);
        return this;
    }

    /// A person sits at a terminal and types these lines when asked.
    Stage person(String... lines) {
        person = true;
        typed.addAll(List.of(lines));
        return this;
    }

    Stage at(Instant now) {
        clock = InstantSource.fixed(now);
        return this;
    }

    Stage input(String text) {
        input = text;
        return this;
    }

    /// Runs one command; words are separated by single spaces.
    Ran run(String line) {
        var answer = new ByteArrayOutputStream();
        var conversation = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(answer, true, StandardCharsets.UTF_8),
                new PrintStream(conversation, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new Seat());
        var environment = new Environment(variables, home, terminal, clock);
        int code = Program.run(line.split(" ", -1), environment, Operations.all());
        return new Ran(code, answer.toString(StandardCharsets.UTF_8), conversation.toString(StandardCharsets.UTF_8));
    }

    private final class Seat implements Screen {
        @Override
        public boolean answerShown() {
            return person;
        }

        @Override
        public boolean asks() {
            return person;
        }

        @Override
        public boolean coloured() {
            return false;
        }

        @Override
        public int width() {
            return 120;
        }

        @Override
        public Optional<String> line() {
            return Optional.ofNullable(typed.poll());
        }

        @Override
        public Optional<HiddenText> hiddenLine(Runnable ask) {
            ask.run();
            return line().map(HiddenText::of);
        }
    }
}
