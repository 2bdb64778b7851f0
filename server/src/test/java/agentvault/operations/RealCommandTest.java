package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same commands by the real `./agent-vault`, beside a real server and without one.
@Tag("full")
class RealCommandTest {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder;

    private record Ran(int code, String answer, String conversation) {}

    @AfterEach
    void stop() throws IOException, InterruptedException {
        run("server stop");
    }

    @Test
    void a_vault_is_backed_up_beside_its_server_restored_and_verified() throws IOException, InterruptedException {
        assertThat(run("server -d --port 0").code()).isZero();

        var created = run("backup create saved");
        assertThat(created.code()).as(created.conversation()).isZero();
        assertThat(created.conversation()).contains("is needed as well. Keep it somewhere else.");
        assertThat(run("doctor").answer()).contains("It answers at http://127.0.0.1:");
        for (var line : List.of(
                "master-key rotate", "migrate-db --to sqlite", "owner reset --yes", "audit verify --data-dir data")) {
            var refused = run(line);
            assertThat(refused.code()).as(line).isNotZero();
        }
        assertThat(run("master-key rotate").conversation())
                .contains("uses the data directory", "Next: agent-vault server stop");
        assertThat(run("server stop").code()).isZero();

        var restored = run("backup restore saved --into again");
        assertThat(restored.code()).as(restored.conversation()).isZero();
        assertThat(run("audit verify --data-dir again").code()).isZero();
        assertThat(run("master-key rotate").code()).isZero();
        assertThat(Json.read(run("doctor --json").answer()).orElseThrow().truth("healthy"))
                .isTrue();
    }

    @Test
    void a_server_does_not_start_with_flags_of_java_that_tell_secrets() throws IOException, InterruptedException {
        for (var variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            var ran = run("server --port 0", Map.of(variable, "-XX:+HeapDumpOnOutOfMemoryError"));

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.conversation())
                    .contains("Agent Vault does not start with -XX:+HeapDumpOnOutOfMemoryError", variable);
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private Ran run(String line) throws IOException, InterruptedException {
        return run(line, Map.of());
    }

    private Ran run(String line, Map<String, String> more) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(ROOT.resolve("agent-vault").toString()));
        command.addAll(List.of(line.split(" ")));
        var said = folder.resolve("said");
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(said.toFile());
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().put("HOME", folder.toString());
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("AGENT_VAULT_DATA_DIR", folder.resolve("data").toString());
        builder.environment()
                .put("AGENT_VAULT_MASTER_KEY_FILE", folder.resolve("key").toString());
        builder.environment().put("AGENT_VAULT_REHEARSAL", "off");
        builder.environment().putAll(more);
        var process = builder.start();
        process.getOutputStream().close();
        var answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), answer, Files.readString(said));
    }
}
