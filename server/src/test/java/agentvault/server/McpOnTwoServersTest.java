package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static agentvault.vault.Binding.Transport.SSE;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import agentvault.vault.Credential;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Two servers on one PostgreSQL database, and on each a stream of an MCP server that is under way.
@Tag("full")
class McpOnTwoServersTest {

    private static final Duration HERE = Duration.ofSeconds(1);
    private static final Duration ELSEWHERE = Duration.ofSeconds(2);
    private static final int PATIENCE_MILLIS = 20_000;
    private static final String EVENT = "event: endpoint\ndata: /message?session=1\n\n";

    @TempDir
    private Path folder;

    enum Ending {
        KEY_DEACTIVATED {
            @Override
            void happen(BoundVaults vaults, Id vault, Credential credential) {
                var owner = KilledOperation.owner(vaults.workspace());
                done(vaults.workspace().actors().revoke(owner, vaults.key()));
            }
        },
        VAULT_ARCHIVED {
            @Override
            void happen(BoundVaults vaults, Id vault, Credential credential) {
                done(vaults.workspace().vaults().archive(vaults.caller(), vault));
            }
        },
        CREDENTIAL_DELETED {
            @Override
            void happen(BoundVaults vaults, Id vault, Credential credential) {
                done(vaults.workspace().boundCredentials().delete(vaults.caller(), vault, credential.id()));
            }
        };

        abstract void happen(BoundVaults vaults, Id vault, Credential credential);
    }

    @ParameterizedTest
    @EnumSource
    void a_running_stream_is_cut_within_a_second_here_and_two_on_the_other_server(Ending ending) throws Exception {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var schema = PostgresServer.newSchema();
        var over = new CountDownLatch(1);
        try (var site = new SecureSite(
                        folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), "localhost");
                var one = server("one", schema, site);
                var other = server("other", schema, site)) {
            site.serve("/sse", exchange -> stream(exchange, over));
            one.post("/v1/auth/register", SiteBehindServer.OWNER);
            var vaults = BoundVaults.in(one.instance().workspace());
            var vault = vaults.vault("one");
            var credential = vaults.bind(vault, "https://localhost:" + site.port() + "/sse", SSE, "ghp_one");
            var session = vaults.session(vault, vaults.vault("beside"));
            other.instance().workspace().authentication().confirm();

            try (var here = opened(one, site, session);
                    var there = opened(other, site, session)) {
                long before = System.nanoTime();
                ending.happen(vaults, vault, credential);

                assertThat(cut(here, before)).isLessThan(HERE);
                assertThat(cut(there, before)).isLessThan(ELSEWHERE);
            } finally {
                over.countDown();
            }
        }
    }

    private TestServer server(String name, String schema, SecureSite site) {
        var store = PostgresStore.open(PostgresServer.url(), schema);
        return new TestServer(folder.resolve(name), folder.resolve("key"), store, TestServer.reaching(site.root()));
    }

    private static void stream(HttpExchange exchange, CountDownLatch over) throws IOException {
        boolean known = "Bearer ghp_one".equals(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
        exchange.sendResponseHeaders(known ? 200 : 401, 0);
        exchange.getResponseBody().write(EVENT.getBytes(StandardCharsets.US_ASCII));
        exchange.getResponseBody().flush();
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        exchange.close();
    }

    /// A stream whose first event has come.
    private static Socket opened(TestServer server, SecureSite site, String session) throws IOException {
        var address = URI.create(server.address());
        var socket = new Socket(address.getHost(), address.getPort());
        socket.setSoTimeout(PATIENCE_MILLIS);
        var head = "GET /proxy/localhost:" + site.port() + "/sse HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Authorization: Bearer " + session + "\r\nAccept: text/event-stream\r\n\r\n";
        socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
        var seen = new StringBuilder();
        while (seen.indexOf(EVENT) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).as(seen.toString()).isNotNegative();
            seen.append((char) next);
        }
        assertThat(seen).startsWith("HTTP/1.1 200 ");
        return socket;
    }

    /// How long after a moment it ended.
    private static Duration cut(Socket stream, long since) throws IOException {
        assertThat(stream.getInputStream().readAllBytes())
                .asString(StandardCharsets.US_ASCII)
                .isIn("", "\r\n");
        return Duration.ofNanos(System.nanoTime() - since);
    }
}
