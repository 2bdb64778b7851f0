package agentvault.start;

import agentvault.cli.Program;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Environment;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import agentvault.keys.SystemRandomness;
import agentvault.terminal.Screen;
import agentvault.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs commands in this process: with variables, with what comes from the standard input or is typed.
final class Stage {

    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();
    private final Deque<String> typed = new ArrayDeque<>();
    private String input = "";
    private boolean person;

    Stage(Path folder) {
        this.folder = folder;
        variables.put("HOME", folder.toString());
    }

    /// What came of a command.
    record Ran(int code, String answer, String conversation) {}

    Stage with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Stage given(String text) {
        input = text;
        return this;
    }

    /// Somebody sits at a terminal, and types these lines when asked.
    Stage typing(String... lines) {
        person = true;
        typed.addAll(List.of(lines));
        return this;
    }

    boolean allTyped() {
        return typed.isEmpty();
    }

    Ran run(String... arguments) {
        return run(List.of(arguments));
    }

    private Ran run(List<String> arguments) {
        var answer = new ByteArrayOutputStream();
        var conversation = new ByteArrayOutputStream();
        var open = Command.of("open", "", Stage::open)
                .flags(Unlocking.PASSWORD_STDIN)
                .flags(Setting.flags().toArray(Flag[]::new));
        var commands =
                Stream.concat(ServerCommands.all().stream(), Stream.of(open)).toList();
        int code = Program.run(arguments.toArray(String[]::new), environment(answer, conversation), commands);
        return new Ran(code, answer.toString(StandardCharsets.UTF_8), conversation.toString(StandardCharsets.UTF_8));
    }

    /// Opens or makes the vault of a data directory as `server` does, and goes no further.
    Ran open(Path data, String... more) {
        var words = new ArrayList<>(List.of("open", "--data-dir", data.toString()));
        words.addAll(List.of(more));
        return run(words);
    }

    private static int open(Call call) {
        var data = ReadConfig.data(call);
        var config = ReadConfig.from(ReadConfig.settings(call, data), data);
        var random = new SystemRandomness();
        try (var opened = Opened.of(config.keeping());
                var key = new Unlocking(call, config.keeping(), random).keyOf(opened.store());
                var instance = new StartServer(call).opened(opened, key, config)) {
            return instance.report().findings().size();
        }
    }

    private Environment environment(ByteArrayOutputStream answer, ByteArrayOutputStream conversation) {
        var terminal = new Terminal(
                new PrintStream(answer, true, StandardCharsets.UTF_8),
                new PrintStream(conversation, true, StandardCharsets.UTF_8),
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new Typist());
        return new Environment(variables, folder, terminal, InstantSource.system());
    }

    private final class Typist implements Screen {

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
