package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.wire.CannotListen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The entrances of the data plane on a whole server.
class DataPlaneTest {

    private static final Pattern SHOWN = Pattern.compile("http://(\\w+):first@.*");

    @Test
    void a_server_has_a_forward_proxy_and_a_path_beside_the_api(@TempDir Path folder) throws IOException {
        var key = folder.resolve("vault.key");
        KeyFile.create(key, new SystemRandomness());
        try (var running = new TestServer(folder.resolve("data"), key, SqliteStore.open(folder.resolve("vault.db")))) {
            var server = running.server();

            assertThat(says(server.forwardAddress().orElseThrow(), "CONNECT api.example.com:443 HTTP/1.1"))
                    .startsWith("HTTP/1.1 407 ");
            assertThat(says(server.forwardAddress().orElseThrow(), "no request at all"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("X-Agent-Vault-Proxy-Error: true");
            assertThat(says(server.address(), "GET /proxy/api.example.com/ HTTP/1.1"))
                    .startsWith("HTTP/1.1 401 ");
            assertThat(says(server.address(), "GET /health HTTP/1.1")).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_forward_proxys_port_that_is_taken_stops_a_start_only_if_it_was_asked_for(@TempDir Path folder)
            throws IOException {
        var key = folder.resolve("vault.key");
        KeyFile.create(key, new SystemRandomness());
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var there = new InetSocketAddress(taken.getInetAddress(), taken.getLocalPort());
            try (var running = started(folder.resolve("usual"), key, new Serving.Forwarding.At(there, false))) {
                assertThat(running.server().forwardAddress()).isEmpty();
                assertThat(running.get("/v1/status").body()).contains("\"state\":\"port_in_use\"");
                assertThat(running.said()).contains("forward_proxy_off port=" + there.getPort(), "--mitm-port");
            }
            assertThatThrownBy(() -> started(folder.resolve("named"), key, new Serving.Forwarding.At(there, true)))
                    .isInstanceOfSatisfying(CannotListen.class, refused -> {
                        assertThat(refused.inUse()).isTrue();
                        assertThat(refused.address()).isEqualTo(there);
                    });
        }
    }

    @Test
    void what_passes_and_what_is_refused_is_logged_and_counted_without_its_query(@TempDir Path folder)
            throws Exception {
        try (var open = SiteBehindServer.open(folder)) {
            var running = open.running();
            var token = SHOWN.matcher(open.proxy()).replaceFirst("$1");
            var passed = "/proxy/localhost:" + open.site().port() + "/v1/a?key=marked";
            assertThat(running.get(passed, "Authorization", "Bearer " + token).body())
                    .isEqualTo("ok");
            assertThat(running.get("/proxy/unknown.example.com/b", "Authorization", "Bearer " + token)
                            .statusCode())
                    .isEqualTo(403);
            assertThat(connect(running.server().forwardAddress().orElseThrow(), "10.0.0.1:443", token))
                    .startsWith("HTTP/1.1 403 ");

            var bearer = "Bearer "
                    + json(running.post("/v1/auth/login", SiteBehindServer.OWNER)
                                    .body())
                            .get("token")
                            .asString();
            var logged = logged(running, bearer, 3);
            assertThat(logged)
                    .extracting(DataPlaneTest::line)
                    .containsExactlyInAnyOrder(
                            "explicit GET localhost /v1/a api [\"NEW_KEY\"] 200 ",
                            "explicit GET unknown.example.com /b  [] 403 forbidden",
                            "tunnel CONNECT 10.0.0.1 /  [] 403 destination_denied");
            assertThat(logged.toString()).doesNotContain("marked", "brand-new", token);
            assertThat(running.get("/v1/vaults/first/discovered-hosts", "Authorization", bearer)
                            .body())
                    .contains("unknown.example.com");
            assertThat(running.get("/metrics").body())
                    .contains("agentvault_exchanges_seconds_count{code=\"forbidden\",status=\"4xx\"} 1")
                    .contains("agentvault_tunnels_refused_total{reason=\"destination_denied\"} 1")
                    .doesNotContain("unknown.example.com", "10.0.0.1");
        }
    }

    private static String line(JsonNode logged) {
        return Stream.of("ingress", "method", "host", "path", "matched_service", "credential_keys", "status")
                        .map(logged::get)
                        .map(value -> value.isString() ? value.asString() : value.toString())
                        .collect(Collectors.joining(" "))
                + " " + logged.get("error_code").asString();
    }

    /// The log is written beside the exchanges, a little later.
    private static JsonNode logged(TestServer running, String bearer, int lines) {
        long end = System.nanoTime() + 20_000_000_000L;
        JsonNode logged;
        do {
            logged = json(running.get("/v1/vaults/first/logs", "Authorization", bearer)
                            .body())
                    .get("logs");
        } while (logged.size() < lines && System.nanoTime() < end);
        return logged;
    }

    private static String connect(InetSocketAddress to, String authority, String token) throws IOException {
        try (var socket = new Socket(to.getAddress(), to.getPort())) {
            var head = "CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\nProxy-Authorization: Bearer "
                    + token + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }

    private static TestServer started(Path folder, Path key, Serving.Forwarding forwarding) throws IOException {
        Files.createDirectory(folder);
        var store = SqliteStore.open(folder.resolve("vault.db"));
        return new TestServer(folder.resolve("data"), key, store, Serving.Outgoing.STANDARD, forwarding);
    }

    private static String says(InetSocketAddress to, String line) throws IOException {
        try (var socket = new Socket(to.getAddress(), to.getPort())) {
            var head = line + "\r\nHost: " + (line.contains("443") ? "api.example.com:443" : "127.0.0.1")
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
