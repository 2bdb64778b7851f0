package agentvault.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HygieneTest {

    private static final String NO_ATTACH = "-XX:+DisableAttachMechanism";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-agentlib:jdwp=transport=dt_socket,server=y",
                "-javaagent:/tmp/spy.jar",
                "-XX:+EnableDynamicAgentLoading",
                "-XX:-DisableAttachMechanism",
                "-XX:+HeapDumpOnOutOfMemoryError",
                "-XX:StartFlightRecording=filename=/tmp/x.jfr",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Djavax.net.debug=all"
            })
    void flags_that_let_others_look_in_are_refused_without_their_values(String flag) {
        var telling = Hygiene.telling(List.of("-Xmx1g", flag));

        assertThat(telling)
                .isPresent()
                .get()
                .satisfies(named -> assertThat(flag).startsWith(named));
        assertThat(telling.orElseThrow()).doesNotContain("9010", "/tmp", "server=y");
    }

    @Test
    void usual_flags_are_fine() {
        assertThat(Hygiene.telling(List.of("-Xmx1g", "-XX:+UseSerialGC", NO_ATTACH, "-Dx=-javaagent:y")))
                .isEmpty();
    }

    @Test
    void a_sheltered_process_makes_files_for_its_owner_alone() throws IOException {
        try (var child = child("sheltered", NO_ATTACH)) {
            assertThat(child.said()).contains("Sheltered[notes=[]]", "Umask:\t0077");
        }
    }

    @Test
    void a_missing_flag_is_noted() throws IOException {
        try (var child = child("sheltered", "-Xshare:auto")) {
            assertThat(child.said()).contains("may attach to this JVM");
        }
    }

    @Test
    void jcmd_and_jstack_cannot_attach() throws IOException, InterruptedException {
        try (var open = child("open", "-Xshare:auto");
                var sheltered = child("sheltered", NO_ATTACH)) {
            for (var tool : List.of("jcmd", "jstack")) {
                var bin = Path.of(System.getProperty("java.home"), "bin", tool).toString();
                var question = tool.equals("jcmd") ? List.of("VM.version") : List.<String>of();

                assertThat(ran(List.of(bin, open.pid()), question).code())
                        .as(tool)
                        .isZero();
                assertThat(ran(List.of(bin, sheltered.pid()), question).code())
                        .as(tool)
                        .isNotZero();
            }
        }
    }

    private record Ran(int code, String output) {}

    private record Child(Process process, String said) implements AutoCloseable {
        String pid() {
            return Long.toString(process.pid());
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    private static Child child(String kind, String flag) throws IOException {
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        flag,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Sheltered.class.getName(),
                        kind)
                .redirectErrorStream(true);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        var process = builder.start();
        var said = new StringBuilder();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        for (var line = lines.readLine(); line != null && !line.equals("ready"); line = lines.readLine()) {
            said.append(line).append('\n');
        }
        return new Child(process, said.toString());
    }

    private static Ran ran(List<String> first, List<String> then) throws IOException, InterruptedException {
        var command = new ArrayList<>(first);
        command.addAll(then);
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        return new Ran(process.waitFor(), output);
    }
}
