package agentvault.terminal;

import agentvault.json.HiddenText;
import java.io.ByteArrayOutputStream;
import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The terminal this process was started on, if it was.
///
/// Its settings are read and set by `stty`, which every system with a terminal has: asking the C library from Java
/// costs
/// more start-up time than all of a command.
final class Device implements Screen {

    private static final int USUAL_WIDTH = 80;
    private static final int LONGEST_WIDTH_DIGITS = 4;
    private static final int PATIENCE_SECONDS = 5;

    private final Map<String, String> variables;
    private final InputStream input;

    Device(Map<String, String> variables, InputStream input) {
        this.variables = variables;
        this.input = input;
    }

    @Override
    public boolean answerShown() {
        return terminal(1);
    }

    @Override
    public boolean asks() {
        return terminal(0) && terminal(2);
    }

    @Override
    public boolean coloured() {
        return variables.getOrDefault("NO_COLOR", "").isEmpty()
                && !variables.getOrDefault("TERM", "dumb").equals("dumb");
    }

    @Override
    public int width() {
        return number(variables.getOrDefault("COLUMNS", ""))
                .or(() -> stty("size").flatMap(size -> number(size.substring(size.indexOf(' ') + 1))))
                .orElse(USUAL_WIDTH);
    }

    @Override
    public Optional<String> line() {
        try {
            var line = new ByteArrayOutputStream();
            int c = input.read();
            if (c < 0) return Optional.empty();
            for (; c >= 0 && c != '\n'; c = input.read()) line.write(c);
            return Optional.of(line.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Optional<HiddenText> hiddenLine(Runnable question) {
        var before = stty("-g").orElseThrow(Device::cannotHide);
        var restore = new Thread(() -> stty(before));
        Runtime.getRuntime().addShutdownHook(restore);
        try {
            if (stty("-echo").isEmpty()) throw cannotHide();
            question.run();
            return line().map(HiddenText::of);
        } finally {
            stty(before);
            Runtime.getRuntime().removeShutdownHook(restore);
        }
    }

    private static IllegalStateException cannotHide() {
        return new IllegalStateException("stty does not work: what is typed would show");
    }

    /// Linux says what a stream is; elsewhere Java knows only whether all of them are a terminal.
    private static boolean terminal(int stream) {
        var link = Path.of("/proc/self/fd/" + stream);
        try {
            var target = Files.readSymbolicLink(link).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return Optional.ofNullable(System.console())
                    .filter(Console::isTerminal)
                    .isPresent();
        }
    }

    private static Optional<Integer> number(String text) {
        boolean number = !text.isEmpty()
                && text.length() <= LONGEST_WIDTH_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? Optional.of(Integer.valueOf(text)).filter(width -> width > 0) : Optional.empty();
    }

    /// What `stty` says about the terminal that is the standard input, or about the one that controls the process.
    private static Optional<String> stty(String argument) {
        var terminal = terminal(0)
                ? ProcessBuilder.Redirect.INHERIT
                : ProcessBuilder.Redirect.from(Path.of("/dev/tty").toFile());
        try {
            var process = new ProcessBuilder("stty", argument)
                    .redirectInput(terminal)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean done = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
            return done ? Optional.of(said.strip()) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
