package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/// A server as its clients and its operator see it, over real sockets.
class ServerTest {

    private static final String ANN = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";

    @TempDir
    Path folder;

    private TestServer server;

    @BeforeEach
    void start() {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        server = new TestServer(
                folder.resolve("data"), folder.resolve("key"), SqliteStore.open(folder.resolve("vault.db")));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void the_first_user_registers_and_is_known() {
        assertThat(server.get("/v1/vaults").statusCode()).isEqualTo(503);

        var registered = server.post("/v1/auth/register", ANN);

        assertThat(registered.statusCode()).isEqualTo(201);
        var token = JsonMapper.shared().readTree(registered.body()).get("token").asString();
        assertThat(server.get("/v1/vaults", "Authorization", "Bearer " + token).statusCode())
                .isEqualTo(200);
        assertThat(server.get("/v1/vaults").statusCode()).isEqualTo(401);
    }

    @Test
    void from_elsewhere_the_first_user_needs_the_setup_code() throws IOException {
        assertThat(registeredFromElsewhere(ANN)).startsWith("HTTP/1.1 403").contains("setup_code_required");

        var withCode = ANN.replace("}", ",\"setup_code\":\"" + TestServer.SETUP_CODE + "\"}");
        assertThat(registeredFromElsewhere(withCode)).startsWith("HTTP/1.1 201");
    }

    @Test
    void what_is_asked_when_a_server_stops_is_answered_and_nobody_else_comes_in() throws Exception {
        try (var asked = server.connect()) {
            send(
                    asked,
                    "POST /v1/auth/register HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: " + ANN.length()
                            + "\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n\r\n");
            readTo("\r\n\r\n", asked);
            var draining = Thread.ofVirtual().start(() -> server.server().drain(Duration.ofSeconds(20)));
            assertThatThrownBy(this::connectUntilRefused).isInstanceOf(SocketException.class);

            send(asked, ANN);

            assertThat(new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 201")
                    .containsIgnoringCase("connection: close");
            draining.join();
        }
    }

    @Test
    void a_server_that_stops_says_so_to_whoever_watches_it() throws Exception {
        try (var watching = server.connect()) {
            var request = "GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\n";
            send(watching, request + "\r\n" + request);
            readTo("}", watching);
            var draining = Thread.ofVirtual().start(() -> server.server().drain(Duration.ofSeconds(20)));
            assertThatThrownBy(this::connectUntilRefused).isInstanceOf(SocketException.class);

            send(watching, "\r\n");

            assertThat(new String(watching.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 503")
                    .contains("stopping");
            draining.join();
        }
    }

    @Test
    void the_log_has_no_query_no_header_no_body_and_no_token() {
        server.post("/v1/auth/register", ANN, "Authorization", "Bearer av_sess_marked1");
        server.get("/v1/vaults?marked2=1");
        server.get("/invite/av_uinv_marked3");

        assertThat(server.said())
                .contains("method=POST path=/v1/auth/register status=201", "path=/v1/vaults", "path=/invite/av_uinv_…")
                .doesNotContain("marked", "ann@example.com", "battery");
    }

    @Test
    void refused_messages_are_logged_and_counted_at_a_limited_rate() throws IOException {
        for (int n = 0; n < 40; n++) {
            try (var hostile = server.connect()) {
                send(hostile, "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n");
                assertThat(hostile.getInputStream().readAllBytes()).isNotEmpty();
            }
        }

        assertThat(server.get("/metrics").body())
                .contains("agentvault_messages_refused_total{reason=\"invalid_host\"} 40");
        assertThat(server.said().lines().filter(line -> line.contains(" refused ")))
                .hasSizeBetween(1, 39);
    }

    @Test
    void the_figures_name_routes_and_nobody() {
        server.get("/v1/vaults/a-vault-that-nobody-has");

        assertThat(server.get("/metrics").body())
                .contains("agentvault_connections", "agentvault_store_answering 1", "route=")
                .doesNotContain("a-vault-that-nobody-has", "127.0.0.1");
    }

    private String registeredFromElsewhere(String body) throws IOException {
        try (var elsewhere = server.connect()) {
            send(
                    elsewhere,
                    "POST /v1/auth/register HTTP/1.1\r\nHost: " + TestServer.NAME
                            + "\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: "
                            + body.length()
                            + "\r\n\r\n" + body);
            return new String(elsewhere.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Whoever is being answered is in: what the kernel alone has accepted is lost when a server goes.
    private static void readTo(String end, Socket socket) throws IOException {
        var read = new StringBuilder();
        while (read.indexOf(end) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as("after " + read).isNotNegative();
            read.append((char) next);
        }
    }

    private void connectUntilRefused() throws IOException {
        for (int n = 0; n < 1_000_000; n++) server.connect().close();
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }
}
