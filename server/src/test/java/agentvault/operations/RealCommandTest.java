package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import agentvault.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The same commands by the real `./agent-vault`, beside a real server and without one.
@Tag("full")
class RealCommandTest {

    @TempDir
    private Path folder;

    private RealProgram program;

    @BeforeEach
    void at_home() {
        program = new RealProgram(folder);
    }

    @AfterEach
    void stop() {
        run("server stop");
    }

    @Test
    void a_vault_is_backed_up_beside_its_server_restored_and_verified() {
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
    void a_server_in_the_background_takes_its_flags_along_and_no_password_in_them() throws IOException {
        var key = folder.resolve("another-key");
        var started = run("server -d --json --port 0 --upstream-proxy http://ann:marked-pw@127.0.0.1:3128"
                + " --master-key-file " + key);

        assertThat(started.code()).as(started.conversation()).isZero();
        assertThat(key).exists();
        var process = Json.read(started.answer()).orElseThrow().text("process");
        assertThat(Files.readString(Path.of("/proc", process, "cmdline")))
                .contains("--master-key-file")
                .doesNotContain("marked-pw");
    }

    @Test
    void a_server_does_not_start_with_flags_of_java_that_tell_secrets() {
        for (var variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
            var ran = new RealProgram(folder)
                    .with(variable, "-XX:+HeapDumpOnOutOfMemoryError")
                    .run("server --port 0");

            assertThat(ran.code()).isEqualTo(2);
            assertThat(ran.conversation())
                    .contains("Agent Vault does not start with -XX:+HeapDumpOnOutOfMemoryError", variable);
        }
        assertThat(folder.resolve("data")).doesNotExist();
    }

    private RealProgram.Ran run(String line) {
        return program.run(line);
    }
}
