package agentvault.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/// A process outside of a sandbox that has what attacks from within aim at, and a secret in its environment.
final class Lures implements AutoCloseable {

    private final Process process;
    private final Map<String, String> variables = new HashMap<>();

    /// @param folder where it makes a socket
    Lures(Path folder) throws IOException {
        var program = write(folder, "lures.py");
        var builder = new ProcessBuilder("python3", program.toString(), folder.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT).environment().put("SECRET", "lure-in-the-environment");
        process = builder.start();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        while (!variables.containsKey("LURE_PID")) {
            var line = lines.readLine();
            if (line == null) throw new AssertionError("there are no lures");
            var parts = line.split("=", 2);
            variables.put(parts[0], parts[1]);
        }
    }

    /// Puts a program of these tests where a user finds it.
    static Path write(Path folder, String name) {
        try (var in = Lures.class.getResourceAsStream(name)) {
            if (in == null) throw new AssertionError(name);
            return Files.write(folder.resolve(name), in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, String> variables() {
        return variables;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
