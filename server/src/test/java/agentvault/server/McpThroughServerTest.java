package agentvault.server;

import static agentvault.vault.Binding.Transport.SSE;
import static agentvault.vault.Binding.Transport.STREAMABLE_HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.child.Outfit;
import agentvault.child.Way;
import agentvault.id.Id;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.traffic.CredentialUse;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The published MCP client reaches the published example server through a whole server, by both transports. The server
/// is behind TLS and answers only who shows a token, which the client never has.
@Tag("full")
class McpThroughServerTest {

    private static final String HTTP_TOKEN = "ghp_of_the_http_server_0123456789";
    private static final String SSE_TOKEN = "lin_of_the_sse_server_0123456789";
    private static final InetSocketAddress FREE = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

    @TempDir
    private Path folder;

    private McpServer http;
    private McpServer sse;
    private SecureSite site;
    private TestServer running;
    private BoundVaults vaults;

    @BeforeEach
    void open() throws Exception {
        http = new McpServer("streamableHttp", HTTP_TOKEN);
        sse = new McpServer("sse", SSE_TOKEN);
        site = new SecureSite(folder, FREE, ClientsStage.NAME);
        site.serve("/mcp", http::pass);
        site.serve("/sse", sse::pass);
        site.serve("/message", sse::pass);
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        running = new TestServer(folder.resolve("data"), folder.resolve("key"), store, ClientsStage.outgoing(site));
        running.post("/v1/auth/register", SiteBehindServer.OWNER);
        vaults = BoundVaults.in(running.instance().workspace());
    }

    @AfterEach
    void close() {
        running.close();
        site.close();
        http.close();
        sse.close();
    }

    @Test
    void the_published_client_reaches_the_published_server_by_both_transports_without_its_token() throws Exception {
        var one = vaults.vault("one");
        var two = vaults.vault("two");
        var used = bind(one, "/mcp", STREAMABLE_HTTP, HTTP_TOKEN);
        bind(two, "/mcp", STREAMABLE_HTTP, "a later vault's");
        bind(two, "/sse", SSE, SSE_TOKEN);
        var session = vaults.session(one, two);

        assertThat(said(session, "http", "/mcp"))
                .startsWith("tools true\nEcho: through the vault\n")
                .contains(session)
                .doesNotContain(HTTP_TOKEN, SSE_TOKEN, "a later vault's");
        assertThat(said(session, "sse", "/sse"))
                .startsWith("tools true\nEcho: through the vault\n")
                .doesNotContain(HTTP_TOKEN, SSE_TOKEN, "a later vault's");
        assertThat(awaited(one, used, use -> true).error(1)).isEmpty();
    }

    @Test
    void who_has_no_vault_that_matches_is_refused_by_the_server_itself() throws Exception {
        var one = vaults.vault("one");
        var wrong = bind(one, "/mcp", STREAMABLE_HTTP, "an expired one");
        var session = vaults.session(one);

        assertThat(said(session, "http", "/mcp")).startsWith("refused 401");
        assertThat(said(session, "sse", "/sse")).startsWith("refused 401");
        assertThat(awaited(one, wrong, use -> use.error(1).isPresent()).error(1))
                .hasValueSatisfying(error -> assertThat(error).contains("401"));
    }

    private Credential bind(Id vault, String path, Binding.Transport transport, String token) {
        return vaults.bind(vault, address(path), transport, token);
    }

    private String address(String path) {
        return "https://" + ClientsStage.NAME + ":" + site.port() + path;
    }

    /// What is known of the last use, as soon as it is.
    private CredentialUse awaited(Id vault, Credential credential, Predicate<CredentialUse> wanted) {
        var until = Instant.now().plus(Duration.ofSeconds(20));
        Optional<CredentialUse> found;
        do {
            found = Optional.ofNullable(
                            running.instance().credentialUses().of(vault).get(credential.id()))
                    .filter(wanted);
        } while (found.isEmpty() && Instant.now().isBefore(until));
        return found.orElseThrow();
    }

    private String said(String session, String transport, String path) throws IOException, InterruptedException {
        var made = Files.createTempDirectory(folder, "outfit");
        int port = running.server().forwardAddress().orElseThrow().getPort();
        var proxy = InetSocketAddress.createUnresolved("127.0.0.1", port);
        var way = new Way(proxy, running.address(), Way.Token.of(session), "");
        var root = running.get("/v1/mitm/ca.pem").body();
        var builder = new ProcessBuilder(
                        McpServer.node(),
                        Path.of(McpThroughServerTest.class
                                        .getResource("mcp.mjs")
                                        .getPath())
                                .toString(),
                        McpServer.modules(),
                        transport,
                        address(path))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Outfit.prepare(made, made, way, root, Map.of()).variables());
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }
}
