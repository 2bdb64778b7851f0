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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The entrances of the data plane on a whole server.
class DataPlaneTest {

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
