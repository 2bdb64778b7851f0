package agentvault.store;

import static agentvault.workspace.Examples.id;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Scope;
import agentvault.workspace.Store.StoredRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when writes fail, which a limit on the size of files brings about in another process.
class DiskFailureTest {

    private static final String LIMITED = "ulimit -f 12288; exec \"$0\" \"$@\""; // blocks of 512 bytes: 6 MiB

    @TempDir
    private Path folder = Path.of("");

    @Test
    void after_a_failed_write_nothing_is_read_or_written_until_the_database_is_opened_again() throws Exception {
        var file = folder.resolve("vault.db");

        assertThat(run(file))
                .containsExactly(
                        "first change: stored",
                        "large change: the disk of the database failed",
                        "next change: the disk of the database failed: nothing is read or written until the server is"
                                + " started again",
                        "next look: the disk of the database failed: nothing is read or written until the server is"
                                + " started again");

        try (var store = SqliteStore.open(file)) {
            List<StoredRow> rows = store.read(all -> all.rows(Scope.vault(id(100))));
            assertThat(rows).hasSize(1);
            assertThat(store.check()).isEmpty();
        }
    }

    private static List<String> run(Path file) throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process = new ProcessBuilder(
                        "sh",
                        "-c",
                        LIMITED,
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        WriterOnFullDisk.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor()).isZero();
        return lines;
    }
}
