package agentvault.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @TempDir
    private Path folder;

    @Test
    void shows_every_step_and_leaves_nothing() throws IOException, InterruptedException {
        var ran = run("demo");

        assertThat(ran).startsWith("0\n");
        assertThat(ran.lines().skip(1))
                .allSatisfy(line -> assertThat(line).startsWith("✓ "))
                .hasSize(14);
        assertThat(ran)
                .contains(
                        "A server listens on http://127.0.0.1:",
                        "is refused its value: 403 forbidden",
                        "its environment, HTTPS_PROXY and SSL_CERT_FILE, has a session and not the secret",
                        "which got the secret: the SHA-256 of its Authorization is the same",
                        "which no service names: 403 forbidden",
                        "The trail has the use",
                        "found nowhere")
                .doesNotContain("sk_demo_");
        try (var left = Files.list(folder)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    @Tag("full")
    void answers_with_one_document() throws IOException, InterruptedException {
        assertThat(run("demo --json")).startsWith("0\n{").contains("\"passed\": true");
    }

    /// In a process of its own, because it shelters it for good.
    private String run(String line) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var builder = new ProcessBuilder(
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.io.tmpdir=" + folder,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "agentvault.Main");
        builder.command().addAll(List.of(line.split(" ")));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue() + "\n" + answer;
    }
}
