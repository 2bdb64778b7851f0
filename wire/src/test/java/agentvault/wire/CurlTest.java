package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The client that everybody has.
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CurlTest {

    private final Probe probe = Probe.of(Probe::echo);

    @AfterAll
    void close() {
        probe.close();
    }

    @Test
    void gets_and_posts() throws IOException, InterruptedException {
        assertThat(curl("/a?b")).isEqualTo("GET /a?b []");
        assertThat(curl("/a", "--data", "abc")).isEqualTo("POST /a [abc]");
        assertThat(curl("/a", "--http1.0", "--data", "abc")).isEqualTo("POST /a [abc]");
    }

    @Test
    void asks_for_the_head_alone() throws IOException, InterruptedException {
        assertThat(curl("/", "--head")).startsWith("HTTP/1.1 200 OK").contains("Content-Length: 9");
    }

    @Test
    void sends_chunks_and_waits_to_be_told_to_go_on(@TempDir Path folder) throws IOException, InterruptedException {
        var file = Files.writeString(folder.resolve("body"), "x".repeat(200_000));

        assertThat(curl("/", "--data-binary", "@" + file)).hasSize(200_000 + "POST / []".length());
        assertThat(curl("/", "--data-binary", "@" + file, "-H", "Transfer-Encoding: chunked"))
                .hasSize(200_000 + "POST / []".length());
        assertThat(curl("/", "--data-binary", "@" + file, "-H", "Expect: 100-continue"))
                .hasSize(200_000 + "POST / []".length());
    }

    @Test
    void keeps_one_connection_for_several_requests() throws IOException, InterruptedException {
        var second = "http://127.0.0.1:" + probe.port() + "/2";

        assertThat(curl("/1", second, "-w", "%{num_connects}")).isEqualTo("GET /1 []1GET /2 []0");
    }

    private String curl(String path, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "20"));
        command.add("http://127.0.0.1:" + probe.port() + path);
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
