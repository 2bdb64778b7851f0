package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `POST …/oauth/start` on the server that the real command starts. There are an MCP server that says who gives tokens
/// for it (RFC 9728), and asks them about each token that it is shown; a published authorization server that registers
/// clients, refuses who comes without PKCE, and gives tokens for one server alone; and a person with a browser.
@Tag("full")
class OauthStartThroughServerTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String PATH = "/team/mcp";
    private static final String SERVER = "https://" + CloudStage.GUARDED + PATH;
    private static final String METADATA = "/.well-known/oauth-protected-resource" + PATH;
    private static final String INITIALIZE = """
            {"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},\
            "clientInfo":{"name":"test","version":"1"}}}""";
    private static final String LET_IN = CloudStage.INITIALIZED + " 200";
    private static final Duration MOST = Duration.ofMinutes(1);

    /// Seconds. A token that ends soon is renewed soon.
    private static final int LIFE = 30;

    @TempDir
    private Path home;

    /// What the MCP server was shown, and what the authorization server said of it.
    private final List<Shown> shown = new CopyOnWriteArrayList<>();

    private CloudStage stage;
    private OidcProvider provider;
    private String key = "";

    private record Shown(String token, JsonNode said) {}

    @BeforeEach
    void open() throws Exception {
        stage = CloudStage.open(home);
        provider = new OidcProvider(new SiteIdentity(home), LIFE, CloudStage.AUTHORIZATION, stage.way());
        stage.lead(CloudStage.AUTHORIZATION, provider.port());
        stage.serve(PATH, this::judge);
        stage.serve(METADATA, OauthStartThroughServerTest::describe);
        stage.start();
        key = stage.key("qoder", "");
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
        provider.close();
    }

    private static void describe(HttpExchange exchange) throws IOException {
        try (exchange) {
            CloudStage.say(exchange, """
                    {"resource":"%s","authorization_servers":["https://%s"],"scopes_supported":["mcp"]}""".formatted(SERVER, CloudStage.AUTHORIZATION));
        }
    }

    private void judge(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            var headers = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
            if (headers.size() == 1 && letIn(headers.getFirst())) {
                CloudStage.say(exchange, CloudStage.INITIALIZED);
                return;
            }
            exchange.getResponseHeaders()
                    .set(
                            "WWW-Authenticate",
                            "Bearer resource_metadata=\"https://" + CloudStage.GUARDED + METADATA + "\"");
            exchange.sendResponseHeaders(401, -1);
        }
    }

    private boolean letIn(String authorization) throws IOException {
        try {
            var token = authorization.substring("Bearer ".length());
            var said = provider.introspected(token);
            shown.add(new Shown(token, said));
            return said.get("active").asBoolean()
                    && said.path("aud").asString("").equals(SERVER);
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void a_person_agrees_once_and_requests_carry_the_token_that_nobody_sees() throws Exception {
        var vault = posted("/vaults", Map.of("display_name", "Work")).get("id").asString();
        var proxy = session(vault);
        assertThat(stage.posted(proxy, SERVER, INITIALIZE)).endsWith("401");
        assertThat(shown).isEmpty();

        var started = start(vault);
        var page = started.get("authorization_url").asString();
        assertThat(page)
                .startsWith("https://" + CloudStage.AUTHORIZATION + "/auth?response_type=code&client_id=")
                .contains("code_challenge_method=S256", "code_challenge=", "scope=mcp", "resource=" + encoded(SERVER))
                .endsWith("state=" + started.get("state").asString());
        assertThat(started.get("callback_origin").asString()).isEqualTo(stage.address());
        assertThat(stage.posted(proxy, SERVER, INITIALIZE)).contains("oauth_not_connected");
        assertThat(shown).isEmpty();

        agree(page);
        assertThat(stage.posted(proxy, SERVER, INITIALIZE)).isEqualTo(LET_IN);
        var first = shown.getLast();
        assertThat(page).contains("client_id=" + first.said().get("client_id").asString() + "&");
        assertThat(first.said().get("sub").asString()).isEqualTo("ann");
        assertThat(first.said().get("scope").asString()).isEqualTo("mcp");

        var credential = got("/vaults/" + vault + "/credentials").at("/data/0");
        assertThat(credential.at("/auth/type").asString()).isEqualTo("mcp_oauth");
        var path = "/vaults/" + vault + "/credentials/" + credential.get("id").asString();
        var validated = posted(path + "/mcp_oauth_validate", Map.of());
        assertThat(validated.get("status").asString()).isEqualTo("valid");
        provider.await("granted refresh_token");
        awaitAnother(proxy, first.token());
        for (var each : shown)
            assertThat(credential.toString() + validated + got(path) + started).doesNotContain(each.token());
    }

    @Test
    void who_starts_again_is_the_same_client_and_agrees_to_new_tokens() throws Exception {
        var vault = posted("/vaults", Map.of("display_name", "Work")).get("id").asString();
        var proxy = session(vault);
        agree(start(vault).get("authorization_url").asString());
        stage.posted(proxy, SERVER, INITIALIZE);

        var again = start(vault).get("authorization_url").asString();
        assertThat(stage.posted(proxy, SERVER, INITIALIZE)).isEqualTo(LET_IN);
        agree(again);

        assertThat(stage.posted(proxy, SERVER, INITIALIZE)).isEqualTo(LET_IN);
        assertThat(shown.getLast().token()).isNotEqualTo(shown.getFirst().token());
        assertThat(got("/vaults/" + vault + "/credentials").get("data")).hasSize(1);
        assertThat(provider.told())
                .filteredOn(line -> !line.equals("granted refresh_token"))
                .containsExactly("registered Agent Vault", "granted authorization_code", "granted authorization_code");
    }

    /// Asks until a request carries another token than this; each is let in.
    private void awaitAnother(JsonNode proxy, String token) throws IOException {
        var until = Instant.now().plus(MOST);
        do assertThat(stage.posted(proxy, SERVER, INITIALIZE)).isEqualTo(LET_IN);
        while (shown.getLast().token().equals(token) && Instant.now().isBefore(until));
        assertThat(shown.getLast().token()).isNotEqualTo(token);
    }

    private JsonNode start(String vault) throws IOException, InterruptedException {
        return posted("/oauth/start", Map.of("vault_id", vault, "mcp_server_url", SERVER));
    }

    /// Agrees in a browser, which comes back to the server.
    private void agree(String page) throws IOException, InterruptedException {
        var back = provider.agreed(page);
        assertThat(back.toString()).startsWith(stage.address() + "/v1/oauth/callback?");
        var answer = sent(HttpRequest.newBuilder(back).GET());
        assertThat(answer.headers().firstValue("Location"))
                .as(answer.body())
                .hasValueSatisfying(where -> assertThat(where).contains("status=success"));
        provider.await("granted authorization_code");
    }

    /// What a client routes traffic with that begins a session over a vault.
    private JsonNode session(String vault) throws IOException, InterruptedException {
        var agent = posted("/agents", Map.of("name", "Reviewer")).get("id").asString();
        return posted("/sessions", Map.of("agent", agent, "vault_ids", List.of(vault)))
                .get("proxy");
    }

    private JsonNode posted(String path, Map<String, Object> members) throws IOException, InterruptedException {
        return told(asked(path)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(members))));
    }

    private JsonNode got(String path) throws IOException, InterruptedException {
        return told(asked(path).GET());
    }

    private HttpRequest.Builder asked(String path) {
        return HttpRequest.newBuilder(URI.create(stage.address() + "/api/v1/cloud" + path))
                .header("Authorization", "Bearer " + key);
    }

    private static JsonNode told(HttpRequest.Builder request) throws IOException, InterruptedException {
        var answer = sent(request);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> sent(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
