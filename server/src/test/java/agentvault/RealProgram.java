package agentvault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The real `./agent-vault`, run by somebody whose home is a folder of a test.
public final class RealProgram {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Path home;
    private Path folder;
    private List<String> start = List.of(path().toString());
    private final Map<String, String> variables = new HashMap<>();

    public RealProgram(Path home) {
        this.home = home;
        this.folder = home;
        variables.putAll(Map.of(
                "HOME", home.toString(),
                "JAVA_HOME", System.getProperty("java.home"),
                "AGENT_VAULT_DATA_DIR", home.resolve("data").toString(),
                "AGENT_VAULT_MASTER_KEY_FILE", home.resolve("key").toString(),
                "AGENT_VAULT_REHEARSAL", "off"));
    }

    public record Ran(int code, String answer, String conversation) {}

    public RealProgram with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    /// From now on the JDK alone starts it, from the classes of this test.
    public RealProgram fromClasses() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var classes = System.getProperty("java.class.path");
        start = List.of(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classes,
                Main.class.getName());
        return this;
    }

    /// From now on it is run in this folder.
    public RealProgram in(Path other) {
        folder = other;
        return this;
    }

    public RealProgram without(String variable) {
        variables.remove(variable);
        return this;
    }

    /// Words are separated by single spaces.
    public Ran run(String line) {
        return run(line, "");
    }

    public Ran run(String line, String input) {
        return ran(ours(words(line)), input, _ -> {});
    }

    /// The same for words that have spaces in them.
    public Ran run(List<String> words, String input) {
        return ran(ours(words), input, _ -> {});
    }

    /// Starts it with whatever comes on its output in one stream, and does not wait.
    public Process start(List<String> words) {
        try {
            return surrounded(ours(words)).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// The file that is run.
    public static Path path() {
        return ROOT.resolve("agent-vault");
    }

    /// Runs another program with the same variables, such as one that runs this.
    public Ran of(List<String> command, String input) {
        return ran(new ProcessBuilder(command), input, _ -> {});
    }

    private static List<String> words(String line) {
        return List.of(line.split(" ", -1));
    }

    /// As soon as it is ours, and no longer the shell that starts it.
    private static void show(Process process, Consumer<String> shown) {
        try {
            var view = Path.of("/proc", Long.toString(process.pid()));
            var words = "";
            while (process.isAlive() && !words.contains(Main.class.getName())) {
                words = Files.readString(view.resolve("cmdline"), StandardCharsets.ISO_8859_1);
            }
            shown.accept(words);
            shown.accept(Files.readString(view.resolve("environ"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    public String variable(String name) {
        return variables.getOrDefault(name, "");
    }

    /// The same, with a look at what everybody of this machine can see of the process before it gets its input.
    public Ran watched(String line, String input, Consumer<String> shown) {
        return ran(ours(words(line)), input, process -> show(process, shown));
    }

    private ProcessBuilder ours(List<String> words) {
        var command = new ArrayList<>(start);
        command.addAll(words);
        return new ProcessBuilder(command);
    }

    private ProcessBuilder surrounded(ProcessBuilder builder) {
        builder.directory(folder.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(variables);
        return builder;
    }

    private Ran ran(ProcessBuilder builder, String input, Consumer<Process> meanwhile) {
        try {
            var said = Files.createTempFile(home, "said", "");
            var process = surrounded(builder).redirectError(said.toFile()).start();
            meanwhile.accept(process);
            try (var typed = process.getOutputStream()) {
                typed.write(input.getBytes(StandardCharsets.UTF_8));
            }
            var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ran(process.waitFor(), answer, Files.readString(said));
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
