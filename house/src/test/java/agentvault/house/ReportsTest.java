package agentvault.house;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the tests of all modules printed and reported: the modules before this one have run when it does.
class ReportsTest {

    @Test
    void no_report_has_a_marked_secret() {
        var reports = SourceTree.reports();

        assertThat(reports).isNotEmpty();
        assertThat(reports)
                .allSatisfy(
                        folder -> assertThat(Canary.ofMark().inFiles(folder)).isEmpty());
    }

    @Test
    void a_report_that_has_one_is_found(@TempDir Path folder) throws IOException {
        String printed = "<system-out>" + Canary.marked("printed") + "</system-out>";
        Files.write(folder.resolve("TEST-agentvault.Leaky.xml"), printed.getBytes(UTF_8));

        assertThat(Canary.ofMark().inFiles(folder)).hasSize(1);
    }
}
