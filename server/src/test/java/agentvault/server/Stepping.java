package agentvault.server;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// A program that strace stops after each call of some kinds on some paths, until it is told to go on. What a stopped
/// program has written is what it would leave if it were killed there.
final class Stepping implements AutoCloseable {

    private static final String SIGNALLED = "--- SIGSTOP {";
    private static final Pattern STATE = Pattern.compile("(?s).*\\) (\\w) .*");
    private static final int LOOKS = 5_000;

    private final Process strace;
    private final BufferedReader trace;
    private final Path output;

    private Stepping(Process strace, Path output) {
        this.strace = strace;
        this.trace = strace.errorReader(StandardCharsets.UTF_8);
        this.output = output;
    }

    /// @param output where what it says is written
    static Stepping start(String calls, List<String> paths, List<String> program, Path output) throws IOException {
        var command = new ArrayList<>(List.of("strace", "-f", "-qq", "-e", "trace=" + calls));
        command.addAll(List.of("-e", "inject=" + calls + ":signal=STOP"));
        for (var path : paths) command.addAll(List.of("-P", path));
        command.addAll(program);
        var strace = new ProcessBuilder(command).redirectOutput(output.toFile()).start();
        return new Stepping(strace, output);
    }

    /// Waits for the next stop; false if there was none any more.
    boolean stops() throws IOException, InterruptedException {
        for (var line = trace.readLine(); line != null; line = trace.readLine()) {
            if (!line.contains(SIGNALLED)) continue;
            awaitStop();
            return true;
        }
        return false;
    }

    boolean said(String words) throws IOException {
        return Files.readString(output).contains(words);
    }

    void goOn() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-CONT", Long.toString(program())).start().waitFor();
    }

    int exit() throws InterruptedException {
        return strace.waitFor();
    }

    private long program() {
        return strace.children().findFirst().orElseThrow().pid();
    }

    /// The signal reaches one thread first.
    private void awaitStop() throws IOException, InterruptedException {
        for (int look = 0; look < LOOKS; look++) {
            if (allStopped()) return;
            Thread.sleep(1);
        }
        throw new IllegalStateException("the program was signalled and did not stop");
    }

    private boolean allStopped() throws IOException {
        try (var threads = Files.list(Path.of("/proc", Long.toString(program()), "task"))) {
            for (var thread : threads.toList()) {
                var state = STATE.matcher(Files.readString(thread.resolve("stat")));
                if (!state.matches() || !state.group(1).equalsIgnoreCase("t")) return false;
            }
            return true;
        }
    }

    @Override
    public void close() {
        strace.descendants().forEach(ProcessHandle::destroyForcibly);
        strace.destroyForcibly();
    }
}
