package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server as people start it, by the real command, and its owner. What its proxy is asked for is played by one site,
/// over TLS, which lets in only who shows the secret.
final class CloudStage implements AutoCloseable {

    private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
    private static final JsonMapper JSON = JsonMapper.shared();

    /// What each host lets in.
    private static final Map<String, String> SECRETS = Map.of(
            "mcp.github.com", "Bearer ghp_xxxxxxxxxxxx",
            "jira.example.com", "Bearer jira_token_xxxxxxxx",
            "mcp.linear.app", "Bearer second",
            "mcp.notion.com", "Bearer notion_t0ken",
            "api.example.com", "s3cret");

    /// An MCP server of a test's own, and who gives tokens for it.
    static final String GUARDED = "mcp.example.com";

    static final String AUTHORIZATION = "login.example.com";

    /// What an MCP server says to a greeting; nobody looks at it otherwise.
    static final String INITIALIZED =
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{}}}";

    private static final String TOKENS = "auth.example.com";
    private static final String TOKEN =
            "{\"access_token\":\"notion_t0ken\",\"token_type\":\"Bearer\",\"expires_in\":3600}";

    private final Path home;
    private final SecureSite site;
    private final OneWay way;
    private final RealProgram program;
    private String address = "";

    private CloudStage(Path home, SecureSite site, OneWay way) throws IOException {
        this.home = home;
        this.site = site;
        this.way = way;
        program = new RealProgram(home)
                .with("AGENT_VAULT_UPSTREAM_PROXY", way.url())
                .with("AGENT_VAULT_UPSTREAM_PROXY_RESOLVES", "true")
                .with("AGENT_VAULT_UPSTREAM_CA_FILE", site.root().toString())
                .with("AGENT_VAULT_MITM_PORT", Integer.toString(freePort()));
    }

    void start() {
        address = JSON.readTree(done("server -d --json --port 0", ""))
                .get("address")
                .asString();
        program.with("AGENT_VAULT_ADDR", address);
        done("auth register --email ann@example.com --password-stdin", "correct horse battery");
    }

    /// Not started yet.
    static CloudStage open(Path home) throws Exception {
        var names = new ArrayList<>(SECRETS.keySet());
        names.addAll(List.of(TOKENS, GUARDED, AUTHORIZATION));
        var site = new SecureSite(home, new InetSocketAddress(HERE, 0), names.toArray(String[]::new));
        for (var path : List.of("/sse", "/mcp", "/deploy")) site.serve(path, CloudStage::judge);
        site.serve("/token", CloudStage::giveToken);
        return new CloudStage(home, site, new OneWay(site.port()));
    }

    private static int freePort() throws IOException {
        try (var free = new ServerSocket(0, 1, HERE)) {
            return free.getLocalPort();
        }
    }

    private static void judge(HttpExchange exchange) throws IOException {
        try (exchange) {
            var headers = exchange.getRequestHeaders();
            var secret = SECRETS.get(headers.getFirst("Host"));
            boolean shown = List.of("Authorization", "X-Deploy-Token").stream()
                    .anyMatch(name ->
                            headers.containsKey(name) && headers.get(name).equals(List.of(secret)));
            if (shown) say(exchange, INITIALIZED);
            else exchange.sendResponseHeaders(401, -1);
        }
    }

    private static void giveToken(HttpExchange exchange) throws IOException {
        try (exchange) {
            say(exchange, TOKEN);
        }
    }

    static void say(HttpExchange exchange, String json) throws IOException {
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, json.length());
        exchange.getResponseBody().write(json.getBytes(StandardCharsets.US_ASCII));
    }

    /// Has requests under a path answered in another way, whatever host they are for.
    void serve(String path, HttpHandler handler) {
        site.serve(path, handler);
    }

    /// Has a host be played by another port of this machine.
    void lead(String host, int port) {
        way.lead(host, port);
    }

    /// How clients of tests reach the hosts that are played here.
    ProxySelector way() {
        var url = URI.create(way.url());
        return ProxySelector.of(new InetSocketAddress(url.getHost(), url.getPort()));
    }

    String address() {
        return address;
    }

    /// An API key of this name.
    ///
    /// @param flags what it may do
    String key(String name, String flags) {
        return JSON.readTree(done("api-key create " + name + " --json" + flags, ""))
                .get("key")
                .asString();
    }

    private String done(String line, String input) {
        var ran = program.run(line, input);
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }

    /// What becomes of a request through the proxy, by its status.
    ///
    /// @param proxy what a client was told when it made its session
    String through(JsonNode proxy, String url, String... headers) throws IOException {
        var command = curl(proxy, url);
        command.addAll(List.of("-o", "/dev/null", "-w", "%{http_code}"));
        for (var header : headers) command.addAll(List.of("-H", header));
        return program.of(command, "").answer();
    }

    /// What a POST through the proxy is answered with, and its status after that.
    String posted(JsonNode proxy, String url, String json) throws IOException {
        var command = curl(proxy, url);
        command.addAll(List.of("-w", " %{http_code}", "-H", "Content-Type: application/json", "-d", json));
        return program.of(command, "").answer();
    }

    private List<String> curl(JsonNode proxy, String url) throws IOException {
        var root = Files.writeString(
                home.resolve("root.pem"), proxy.get("ca_certificate").asString());
        var command = new ArrayList<>(List.of("curl", "-s", "--max-time", "30"));
        command.addAll(List.of("-x", proxy.get("url").asString(), "--cacert", root.toString()));
        command.addAll(List.of(
                "--proxy-header",
                "Proxy-Authorization: Bearer " + proxy.get("token").asString(),
                url));
        return command;
    }

    /// What a program says on its output, if it ends well within two minutes.
    ///
    /// @param key which it finds in its environment
    String said(String key, List<String> command) {
        var limited = new ArrayList<>(List.of("timeout", "120"));
        limited.addAll(command);
        var ran = program.with("KEY", key).of(limited, "");
        assertThat(ran.code()).as(ran.answer() + ran.conversation()).isZero();
        return ran.answer();
    }

    @Override
    public void close() throws IOException {
        program.run("server stop");
        way.close();
        site.close();
    }
}
