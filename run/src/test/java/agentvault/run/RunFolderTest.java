package agentvault.run;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.command.Environment;
import agentvault.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {

    @TempDir
    private Path home;

    private RunFolder make(Map<String, String> variables) {
        return RunFolder.make(new Environment(variables, home, Terminal.system(Map.of()), InstantSource.system()));
    }

    private RunFolder make() {
        return make(Map.of("HOME", home.toString()));
    }

    @Test
    void it_is_its_users_alone_and_goes_with_the_run() throws IOException {
        Path path;
        try (var folder = make()) {
            path = folder.path();
            assertThat(path).startsWith(home.resolve(".local/state/agent-vault/runs"));
            for (var one : new Path[] {path, folder.outfit()})
                assertThat(Files.getPosixFilePermissions(one)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
            Files.writeString(folder.outfit().resolve("ca.pem"), "roots");
        }
        assertThat(path).doesNotExist();
        try (var left = Files.list(path.resolveSibling("."))) {
            assertThat(left).extracting(file -> file.getFileName().toString()).containsExactly(".lock");
        }
    }

    @Test
    void what_a_killed_run_left_is_removed_and_what_another_one_uses_stays() throws IOException {
        try (var other = make()) {
            var left = Files.createDirectory(other.path().resolveSibling("left"));
            Files.writeString(left.resolve("ca.pem"), "roots");
            var lock = Files.createFile(other.path().resolveSibling("left.lock"));
            try (var _ = make()) {
                assertThat(left).doesNotExist();
                assertThat(lock).doesNotExist();
                assertThat(other.outfit()).isDirectory();
            }
        }
    }

    @Test
    void the_folder_of_the_login_is_used_if_it_is_this_users() throws IOException {
        var login = Files.createDirectory(home.resolve("login"));

        try (var folder = make(Map.of("HOME", home.toString(), "XDG_RUNTIME_DIR", login.toString()))) {
            assertThat(folder.path()).startsWith(login.resolve("agent-vault/runs"));
        }
        try (var folder = make(Map.of("HOME", home.toString(), "XDG_RUNTIME_DIR", "/nowhere"))) {
            assertThat(folder.path()).startsWith(home.resolve(".local"));
        }
    }
}
