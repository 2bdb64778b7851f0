package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

    private static String says(InetSocketAddress to, String line) throws IOException {
        try (var socket = new Socket(to.getAddress(), to.getPort())) {
            var head = line + "\r\nHost: " + (line.contains("443") ? "api.example.com:443" : "127.0.0.1")
                    + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
