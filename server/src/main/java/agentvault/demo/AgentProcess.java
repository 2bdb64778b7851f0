package agentvault.demo;

import agentvault.command.Failure;
import agentvault.json.HiddenText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs [DemoAgent] in a process with an environment of two variables.
final class AgentProcess {

    private static final int SECONDS = 30;

    private AgentProcess() {}

    /// What the agent printed.
    ///
    /// @param environment as it sees it, a line for each variable
    /// @param answers a line for each address
    record Said(String environment, List<String> answers) {}

    static Said run(HiddenText proxy, Path root, List<String> addresses) {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var program = Stream.of(
                java,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                DemoAgent.class.getName());
        var builder =
                new ProcessBuilder(Stream.concat(program, addresses.stream()).toList());
        var environment = builder.environment();
        environment.clear();
        proxy.reveal(text -> environment.put(DemoAgent.PROXY, text));
        environment.put(DemoAgent.ROOT, root.toString());
        try {
            return said(builder.redirectError(ProcessBuilder.Redirect.DISCARD).start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw Failure.of("Interrupted: the demo did not end.");
        }
    }

    /// The agent bounds each of its waits, so its output ends.
    private static Said said(Process process) throws IOException, InterruptedException {
        try (var out = process.getInputStream()) {
            var parts = new String(out.readAllBytes(), StandardCharsets.UTF_8).split("\n\n", 2);
            if (!process.waitFor(SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0 || parts.length != 2)
                throw Failure.of("The agent of the demo ended before its work was done.");
            return new Said(parts[0], parts[1].lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }
}
