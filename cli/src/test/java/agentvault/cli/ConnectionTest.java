package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.json.HiddenText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which server is called, with what, and what its answers may be.
class ConnectionTest {

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_session_goes_only_to_the_server_that_gave_it() {
        try (var other = new FakeServer()) {
            var stage = new Stage(home).loggedIn(server).variable("AGENT_VAULT_ADDR", other.address());

            var ran = stage.run("vault list");

            assertThat(ran.code()).isEqualTo(3);
            assertThat(ran.conversation()).contains("Next: agent-vault auth login --address " + other.address());
            assertThat(other.asked()).isEmpty();
            assertThat(server.asked()).isEmpty();
        }
    }

    @Test
    void flag_beats_variable_beats_login_beats_the_usual_address() {
        var stage = new Stage(home);
        assertThat(stage.run("status").conversation()).contains("http://127.0.0.1:14321 does not answer");
        assertThat(stage.loggedIn(server).run("status").conversation()).contains("nothing told");
        assertThat(stage.variable("AGENT_VAULT_ADDR", "http://127.0.0.1:1")
                        .run("status")
                        .conversation())
                .contains("http://127.0.0.1:1 does not answer");
        assertThat(stage.run("status --address http://127.0.0.1:2").conversation())
                .contains("http://127.0.0.1:2 does not answer");
    }

    @Test
    void a_server_that_is_not_there_has_its_own_code_and_the_command_that_starts_one() {
        assertThat(new Stage(home).run("status --address http://127.0.0.1:1")).isEqualTo(new Stage.Ran(5, "", """
                        Error: The server at http://127.0.0.1:1 does not answer.
                        Nothing listens there.
                        Next: agent-vault server
                        """));
    }

    @Test
    void a_network_without_tls_is_refused_unless_it_is_agreed_to() {
        var stage = new Stage(home);

        assertThat(stage.run("status --address http://vault.invalid").conversation())
                .contains("without TLS");
        assertThat(stage.run("status --address http://vault.invalid --insecure-plain-http")
                        .conversation())
                .contains("No machine has this name.");
        assertThat(stage.run("status --address http://127.0.0.1.vault.invalid").conversation())
                .contains("without TLS");
    }

    @Test
    void a_redirect_is_not_followed() {
        var stage = new Stage(home).loggedIn(server);
        server.on("GET /v1/vaults", 302, "{}");

        assertThat(stage.run("vault list").conversation()).contains("answered 302");
        assertThat(server.asked()).hasSize(1);
    }

    @Test
    void a_login_file_that_others_may_read_is_not_used() throws IOException {
        var stage = new Stage(home).loggedIn(server);
        var file = home.resolve(".config/agent-vault/session.json");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(stage.run("vault list").conversation()).contains("Next: chmod 600 " + file);
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void a_file_of_something_else_is_left_alone() throws IOException {
        var stage = new Stage(home).loggedIn(server);
        var file = home.resolve(".config/agent-vault/session.json");
        Files.writeString(file, "{\"profile\":1}");
        server.on("POST /v1/auth/login", "{\"token\":\"av_sess_2\"}");

        var ran =
                stage.input("hunter22").run("auth login --email a@b.c --password-stdin --address " + server.address());

        assertThat(ran.conversation()).contains("not a login that this command wrote");
        assertThat(file).hasContent("{\"profile\":1}");
    }

    @Test
    void files_are_where_xdg_says() {
        var config = home.resolve("elsewhere");
        server.on("POST /v1/auth/login", "{\"token\":\"av_sess_2\"}");

        new Stage(home)
                .variable("XDG_CONFIG_HOME", config.toString())
                .input("hunter22")
                .run("auth login --email a@b.c --password-stdin --address " + server.address());

        assertThat(config.resolve("agent-vault/session.json")).exists();
        assertThat(home.resolve(".config")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":\"Vault \\\"x\\\" not found\"} | Vault \"x\" not found",
                "{\"code\":\"write_only\",\"error\":\"It stays.\"} | It stays.",
                "{\"error\":\"forbidden\",\"message\":\"No such service.\"} | No such service.",
                "<html>bad gateway</html> | The server answered 400 and gave no reason.",
                "{\"error\":\"a\\u001b[2Jb\"} | a\\u{1b}[2Jb",
            })
    void an_error_of_each_shape_is_one_sentence(String body, String sentence) {
        server.on("GET /v1/vaults", 400, body);

        assertThat(new Stage(home).loggedIn(server).run("vault list"))
                .isEqualTo(new Stage.Ran(1, "", "Error: " + sentence + "\n"));
    }

    @Test
    void an_answer_that_is_no_json_is_not_taken_for_one() {
        server.on("GET /v1/vaults", "<html>hello</html>");

        assertThat(new Stage(home).loggedIn(server).run("vault list").conversation())
                .contains("is not Agent Vault");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n{}\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
                "HTTP/1.1 200 OK\r\nno colon\r\n\r\n{}",
                "SSH-2.0-OpenSSH_9.2\r\n\r\n",
                "HTTP/1.1 2000 OK\r\n\r\n{}",
                "",
            })
    void an_answer_that_is_not_whole_and_clear_is_refused(String raw) throws IOException {
        assertThat(answered(raw).code()).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{\"vaults\":[]}",
                "HTTP/1.1 200 OK\r\n\r\n{\"vaults\":[]}",
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3;x=y\r\n{\"v\r\nA\r\naults\":[]}\r\n0\r\n\r\n",
            })
    void an_answer_may_tell_its_length_in_three_ways(String raw) throws IOException {
        assertThat(answered(raw).code()).isZero();
    }

    /// What `vault list` makes of these bytes.
    private Stage.Ran answered(String raw) throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var answering = Thread.ofVirtual().start(() -> answer(socket, raw));
            var address = "http://127.0.0.1:" + socket.getLocalPort();
            var stage = new Stage(home).variable("AGENT_VAULT_ADDR", address);
            var login = new Login(HiddenText.of("av_sess_1"), Address.of(address), "", false);
            stage.files().keep(login);
            var ran = stage.run("vault list");
            answering.interrupt();
            return ran;
        }
    }

    private static void answer(ServerSocket socket, String raw) {
        try (var connection = socket.accept()) {
            var in = connection.getInputStream();
            int lineEnds = 0;
            while (lineEnds < 2) {
                int c = in.read();
                lineEnds = c == '\n' ? lineEnds + 1 : c == '\r' ? lineEnds : 0;
            }
            connection.getOutputStream().write(raw.getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
