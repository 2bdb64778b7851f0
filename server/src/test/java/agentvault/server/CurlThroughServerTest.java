package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A whole server between curl and a server elsewhere, whose certificate an operator's file vouches for.
@Tag("full")
class CurlThroughServerTest {

    @TempDir
    private Path folder;

    @Test
    void a_session_and_the_root_that_the_server_hands_out_are_all_that_curl_needs() throws Exception {
        try (var open = SiteBehindServer.open(folder)) {
            assertThat(said(open.curl("/"))).isEqualTo("ok");
            assertThat(open.site().seen()).containsExactly(new SecureSite.Seen("GET", "Bearer brand-new"));
        }
    }

    @Test
    void the_socket_of_a_session_is_all_that_curl_needs_and_of_no_use_to_another_user() throws Exception {
        try (var open = SiteBehindServer.open(folder)) {
            int port = open.site().port();
            var file = socket(open.running());

            assertThat(curl(file, "http://localhost/proxy/localhost:" + port + "/"))
                    .isEqualTo("ok");
            assertThat(curl(
                            file,
                            "http://localhost/",
                            "--request-target",
                            open.at("/"),
                            "-H",
                            "Host: localhost:" + port,
                            "-H",
                            "Proxy-Authorization: Bearer of-somebody-else"))
                    .isEqualTo("ok");
            assertThat(asNobody(file)).as("the folder").isNotZero();
            for (var path : List.of(file, folder.resolve("data/sockets"), folder.resolve("data"), folder))
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxrwxrwx"));
            assertThat(asNobody(file)).as("who connects").isNotZero();
            var injected = new SecureSite.Seen("GET", "Bearer brand-new");
            assertThat(open.site().seen()).containsExactly(injected, injected);
        }
    }

    private static Path socket(TestServer running) {
        var owner = JsonMapper.shared()
                .readTree(running.post("/v1/auth/login", SiteBehindServer.OWNER).body())
                .get("token")
                .asString();
        var asked = "{\"vault\":\"first\",\"socket\":true}";
        var made = running.post("/v1/sessions", asked, "Authorization", "Bearer " + owner);
        return Path.of(
                JsonMapper.shared().readTree(made.body()).get("socket_path").asString());
    }

    private static String curl(Path socket, String url, String... more) throws IOException, InterruptedException {
        var command = new ArrayList<>(
                List.of("curl", "-sS", "--fail", "--max-time", "20", "--unix-socket", socket.toString(), url));
        command.addAll(List.of(more));
        return said(new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /// How a look at what the session may use ends for the user nobody.
    private static int asNobody(Path socket) throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        "setpriv",
                        "--reuid=65534",
                        "--regid=65534",
                        "--clear-groups",
                        "curl",
                        "-sS",
                        "--max-time",
                        "20",
                        "--unix-socket",
                        socket.toString(),
                        "http://localhost/discover")
                .redirectErrorStream(true)
                .start();
        assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .doesNotContain("\"vault\"");
        return process.waitFor();
    }

    private static String said(Process process) throws IOException, InterruptedException {
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }
}
