package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Randomness;
import agentvault.trail.TrailKit;
import agentvault.trail.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {

    private static final int APPENDS_BEFORE_THE_KILL = 200;
    private static final int REFUSALS = 20;

    @TempDir
    Path parent;

    @Test
    void what_it_makes_is_its_owners_alone() throws IOException {
        try (var directory = opened(parent.resolve("deep/data"))) {
            directory.instance(ones());
            assertThat(mode(directory.root())).isEqualTo("rwx------");
            assertThat(mode(directory.trail())).isEqualTo("rwx------");
            assertThat(mode(directory.root().resolve("lock"))).isEqualTo("rw-------");
            assertThat(mode(directory.root().resolve("instance"))).isEqualTo("rw-------");
            assertThat(directory.database().getParent()).isEqualTo(directory.root());
        }
    }

    @Test
    void an_instance_keeps_its_identity() {
        var root = parent.resolve("data");
        try (var directory = opened(root)) {
            var first = directory.instance(ones());
            assertThat(first).isEqualTo(ones().id());
            assertThat(directory.instance(bytes -> Arrays.fill(bytes, (byte) 2)))
                    .isEqualTo(first);
        }
    }

    @Test
    void a_symbolic_link_is_refused() throws IOException {
        var real = Files.createDirectory(parent.resolve("real"));
        assertThat(refusal(Files.createSymbolicLink(parent.resolve("link"), real)))
                .contains("symbolic link");

        var data = Files.createDirectory(parent.resolve("data"), OwnerFiles.DIRECTORY);
        Files.createSymbolicLink(data.resolve("trail"), real);
        assertThat(refusal(data)).contains("symbolic link");
    }

    @Test
    void a_lock_that_is_a_symbolic_link_is_refused() throws IOException {
        var data = Files.createDirectory(parent.resolve("data"), OwnerFiles.DIRECTORY);
        var victim = Files.writeString(parent.resolve("victim"), "precious");
        Files.createSymbolicLink(data.resolve("lock"), victim);

        assertThat(refusal(data)).contains("cannot be used");
        assertThat(victim).hasContent("precious");
    }

    @Test
    void a_directory_that_others_may_write_to_is_refused() throws IOException {
        for (var mode : List.of("rwxrwx---", "rwx----w-")) {
            var data = Files.createDirectory(parent.resolve(mode));
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString(mode));
            assertThat(refusal(data)).contains("chmod 700 " + data);
        }
    }

    @Test
    void a_second_process_is_refused_and_told_who_holds_the_directory() throws Exception {
        try (var directory = opened(parent.resolve("data"))) {
            String mine = Long.toString(ProcessHandle.current().pid());
            for (int i = 0; i < REFUSALS; i++)
                assertThat(refusal(directory.root())).contains("process " + mine);
            System.gc(); // a channel that was left open would be closed now, and take the lock with it

            var second = SecondServer.start(directory.root());
            try (var output = second.inputReader()) {
                assertThat(output.readLine())
                        .contains("process " + mine)
                        .contains(directory.root().toString());
                assertThat(second.waitFor()).isZero();
            } finally {
                second.destroyForcibly();
            }
        }
    }

    @Test
    void a_closed_directory_is_free_for_the_next() {
        opened(parent.resolve("data")).close();
        opened(parent.resolve("data")).close();
    }

    @Test
    void what_a_killed_process_had_appended_is_in_the_trail() throws Exception {
        var root = parent.resolve("data");
        var server = SecondServer.start(root);
        long acknowledged = 0;
        try (var output = server.inputReader()) {
            for (int i = 0; i < APPENDS_BEFORE_THE_KILL; i++) acknowledged = Long.parseLong(output.readLine());
            server.toHandle().destroyForcibly(); // a process that is destroyed loses its output, a handle does not
            server.waitFor();
            acknowledged = Math.max(acknowledged, lastWholeLine(output));
        }

        try (var directory = opened(root)) {
            Trails.open(directory.trail(), Trails.SMALL).close();
            var verdict = new TrailReader(directory.trail()).verify(TrailKit.VERIFIER, List.of());
            assertThat(verdict).isInstanceOf(Verdict.Intact.class);
            assertThat(new TrailReader(directory.trail()).hashAt(acknowledged)).isPresent();
        }
    }

    /// A line that the kill cut short is not an acknowledgement.
    private static long lastWholeLine(BufferedReader output) throws IOException {
        var text = new StringBuilder();
        for (int each = output.read(); each >= 0; each = output.read()) text.append((char) each);
        int end = text.lastIndexOf("\n");
        if (end < 0) return 0;
        return Long.parseLong(text.substring(text.lastIndexOf("\n", end - 1) + 1, end));
    }

    private static Randomness ones() {
        return bytes -> Arrays.fill(bytes, (byte) 1);
    }

    private static DataDirectory opened(Path root) {
        var opening = DataDirectory.open(root);
        assertThat(opening).isInstanceOf(DataDirectory.Opening.Opened.class);
        return ((DataDirectory.Opening.Opened) opening).directory();
    }

    private static String refusal(Path root) {
        var opening = DataDirectory.open(root);
        assertThat(opening).isInstanceOf(DataDirectory.Opening.Refused.class);
        return ((DataDirectory.Opening.Refused) opening).sentence();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
