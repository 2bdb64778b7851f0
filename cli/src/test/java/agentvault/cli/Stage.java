package agentvault.cli;

import agentvault.command.Command;
import agentvault.command.Environment;
import agentvault.json.HiddenText;
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

    record Ran(int code, String answer, String conversation) {}

    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Path home;
    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private String input = "";
    private boolean person;

    Stage(Path home) {
        this.home = home;
        variables.put("HOME", home.toString());
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

    Stage input(String text) {
        input = text;
        return this;
    }

    /// Somebody is logged in to this server.
    Stage loggedIn(FakeServer server) {
        files().keep(new Login(HiddenText.of("av_sess_1"), Address.of(server.address()), "ann@example.com", false));
        return this;
    }

    ClientFiles files() {
        return new ClientFiles(home.resolve(".config/agent-vault"));
    }

    /// Runs one command; words are separated by single spaces.
    Ran run(String line) {
        return runWords(line.split(" ", -1));
    }

    /// The same with commands of another module.
    Ran run(List<Command> more, String line) {
        return run(more, line.split(" ", -1));
    }

    Ran runWords(String... words) {
        return run(List.of(), words);
    }

    private Ran run(List<Command> more, String... words) {
        var answer = new ByteArrayOutputStream();
        var conversation = new ByteArrayOutputStream();
        var terminal = new Terminal(
                new PrintStream(answer, true, StandardCharsets.UTF_8),
                new PrintStream(conversation, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new Seat());
        var environment = new Environment(variables, home, terminal, InstantSource.fixed(NOW));
        int code = Program.run(words, environment, more);
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
            return 80;
        }

        @Override
        public Optional<String> line() {
            return Optional.ofNullable(typed.poll());
        }

        @Override
        public Optional<HiddenText> hiddenLine(Runnable question) {
            question.run();
            return line().map(HiddenText::of);
        }
    }
}
