package agentvault.process;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.CopiedProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What another process of the server's user can find out about the server: the same attacks that work on any other
/// process of that user.
@Tag("full")
class AttackersTest {

    private static final String SECRET = "SECRET_IN_THE_ENVIRONMENT";
    private static final int NOBODY = 65534;
    private static final String BIN = Path.of(System.getProperty("java.home"), "bin") + "/";

    private final List<Process> started = new ArrayList<>();

    @TempDir
    private Path folder;

    private record Ran(int code, String output) {}

    private CopiedProgram program;

    @BeforeEach
    void give_them_the_program() throws IOException {
        program = new CopiedProgram(folder.resolve("lib"));
        Files.createDirectory(folder.resolve("home"));
        for (var path : List.of(folder, folder.resolve("home")))
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setAttribute(folder.resolve("home"), "unix:uid", NOBODY);
    }

    @AfterEach
    void stop() throws InterruptedException {
        for (var process : started) process.destroyForcibly().waitFor();
    }

    @Test
    void another_process_of_the_servers_user_reads_neither_memory_nor_environment_and_traces_nothing()
            throws IOException, InterruptedException {
        var open = java("-Xshare:auto", "agentvault.process.Sheltered", "open");
        var server = java("-XX:+DisableAttachMechanism", "agentvault.Main", "server", "--port", "0");

        assertThat(attack(open, "cat", "/proc/PID/environ").output()).contains(SECRET);
        assertThat(attack(open, "cat", "/proc/PID/maps").code()).isZero();
        assertThat(attack(open, BIN + "jcmd", "PID", "VM.version").code()).isZero();
        var attacks = List.of(
                List.of("cat", "/proc/PID/environ"),
                List.of("cat", "/proc/PID/maps"),
                List.of("head", "-c", "1", "/proc/PID/mem"),
                List.of("ls", "/proc/PID/fd"),
                List.of("strace", "-o", "/dev/null", "-p", "PID"),
                List.of("gdb", "-batch", "-ex", "info registers", "-p", "PID"),
                List.of("gcore", "-o", "/tmp/core", "PID"));
        for (var attack : attacks) {
            var ran = attack(server, attack.toArray(String[]::new));
            assertThat(ran.output()).as(attack.toString()).doesNotContain(SECRET, "rax", "Saved corefile");
            assertThat(ran.output()).as(attack.toString()).containsAnyOf("denied", "not permitted");
        }
        assertThat(attack(server, BIN + "jcmd", "PID", "VM.version").code()).isNotZero();
        assertThat(attack(server, BIN + "jstack", "PID").code()).isNotZero();
        assertThat(attack(server, BIN + "jmap", "-histo", "PID").code()).isNotZero();
        assertThat(attack(server, "kill", "-0", "PID").code())
                .as("it still runs")
                .isZero();
    }

    private Process java(String flag, String main, String... words) throws IOException {
        var command = new ArrayList<>(as());
        command.addAll(List.of(BIN + "java", "--enable-native-access=ALL-UNNAMED", flag, "-cp"));
        command.add(program.classPath());
        command.add(main);
        command.addAll(List.of(words));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("HOME", folder.resolve("home").toString());
        builder.environment().put("AGENT_VAULT_MASTER_PASSWORD", SECRET);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        started.add(process);
        var said = new StringBuilder();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        for (var line = lines.readLine(); ; line = lines.readLine()) {
            assertThat(line).as(said.toString()).isNotNull();
            if (line.equals("ready") || line.startsWith("next")) return process;
            said.append(line).append('\n');
        }
    }

    private static Ran attack(Process victim, String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(as());
        for (var word : words) command.add(word.replace("PID", Long.toString(victim.pid())));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Ran(process.waitFor(), output);
    }

    private static List<String> as() {
        return CopiedProgram.as(NOBODY);
    }
}
