package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.workspace.ApiKeys;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// 21st Agents' protocol from end to end, by curl and by the real command.
@Tag("full")
class TeamThroughServerTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    private RunStage stage;
    private String key = "";
    private Path root;

    /// What the sites were shown: host, the Authorization header, Brave's own header, the path and query.
    private final List<String> shown = new CopyOnWriteArrayList<>();

    @BeforeEach
    void open() throws Exception {
        stage = RunStage.playing(folder, "api.search.brave.com", "mcp.notion.com", "mcp.linear.app", "api.telegram.org")
                .loggedIn();
        for (var path : List.of("/res", "/mcp", "/bot")) stage.site().serve(path, this::answer);
        var workspace = stage.running().instance().workspace();
        var owner = KilledOperation.owner(workspace);
        try (var issued = done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named("curl")))) {
            key = issued.shown().reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
        root = folder.resolve("root.pem");
        Files.writeString(root, stage.running().get("/v1/mitm/ca.pem").body());
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var headers = exchange.getRequestHeaders();
        shown.add(headers.getFirst("Host") + " " + headers.getFirst("Authorization") + " "
                + headers.getFirst("X-Subscription-Token") + " " + exchange.getRequestURI());
        exchange.sendResponseHeaders(200, 2);
        exchange.getResponseBody().write("ok".getBytes(StandardCharsets.US_ASCII));
        exchange.close();
    }

    private String curl(String... words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30"));
        command.addAll(List.of(words));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private JsonNode api(String method, String path, String body) throws IOException, InterruptedException {
        return JSON.readTree(curl(
                "-X",
                method,
                "-H",
                "Authorization: Bearer " + key,
                "-H",
                "Content-Type: application/json",
                "-d",
                body.replace('\'', '"'),
                stage.running().address() + path));
    }

    private String vault(String name, String metadata) throws IOException, InterruptedException {
        var body = "{'name':'" + name + "','metadata':" + metadata + "}";
        return api("POST", "/v1/mcp/vaults", body).at("/vault/id").asString();
    }

    private void bind(String vault, String members) throws IOException, InterruptedException {
        var made = api("POST", "/v1/mcp/vaults/" + vault + "/credentials", "{" + members + "}");
        assertThat(made.has("credential")).as(made.toString()).isTrue();
    }

    private static String bearer(String url, String token) {
        return "'serverUrl':'" + url + "','auth':{'type':'bearer','token':'" + token + "'}";
    }

    private String session(String body) throws IOException, InterruptedException {
        var made = api("POST", "/v1/sessions", body);
        assertThat(made.has("token")).as(made.toString()).isTrue();
        return made.get("token").asString();
    }

    /// What an agent sends through the forward proxy.
    private void send(String session, String url, String... headers) throws IOException, InterruptedException {
        var words = new ArrayList<>(List.of("-x", proxy(session), "--cacert", root.toString(), url));
        for (var header : headers) words.addAll(List.of("-H", header));
        assertThat(curl(words.toArray(String[]::new))).isEqualTo("ok");
    }

    private String proxy(String session) {
        var at = stage.running().server().forwardAddress().orElseThrow();
        return "http://" + session + ":@127.0.0.1:" + at.getPort();
    }

    @Test
    void a_run_for_a_user_sends_what_the_users_vault_holds() throws Exception {
        var vault = vault("Ann", "{'external_user_id':'user_42'}");
        bind(vault, bearer("https://mcp.notion.com/mcp", "ntn_real"));
        bind(
                vault,
                "'inject':{'kind':'header','header':'X-Subscription-Token'},"
                        + bearer("https://api.search.brave.com", "brave_real"));
        bind(
                vault,
                "'inject':{'kind':'path','placeholder':'__bot_token__'},"
                        + bearer("https://api.telegram.org", "123:abc"));

        var session = session("{'externalUserId':'user_42'}");
        send(session, "https://mcp.notion.com/mcp");
        send(session, "https://api.search.brave.com/res/v1/web/search?q=agents", "X-Subscription-Token: placeholder");
        send(session, "https://api.telegram.org/bot/__bot_token__/getMe");

        assertThat(shown)
                .containsExactly(
                        "mcp.notion.com Bearer ntn_real null /mcp",
                        "api.search.brave.com null brave_real /res/v1/web/search?q=agents",
                        "api.telegram.org null null /bot/123%3Aabc/getMe");
    }

    @Test
    void of_several_vaults_the_first_wins_and_later_ones_fill_gaps() throws Exception {
        var users = vault("user", "{}");
        var teams = vault("team", "{}");
        bind(users, bearer("https://mcp.notion.com/mcp", "of_the_user"));
        bind(teams, bearer("https://mcp.notion.com/mcp", "of_the_team"));
        bind(teams, bearer("https://mcp.linear.app/mcp", "linear_of_the_team"));

        var session = session("{'vaultIds':['" + users + "','" + teams + "']}");
        send(session, "https://mcp.notion.com/mcp");
        send(session, "https://mcp.linear.app/mcp");
        send(session("{'vaultIds':[]}"), "https://mcp.notion.com/mcp");

        assertThat(shown)
                .containsExactly(
                        "mcp.notion.com Bearer of_the_user null /mcp",
                        "mcp.linear.app Bearer linear_of_the_team null /mcp",
                        "mcp.notion.com null null /mcp");
    }

    @Test
    void variables_are_managed_as_the_documents_write_it() throws Exception {
        api("PUT", "/api/v1/agents/my-agent", "{}");
        var program = stage.program();

        assertThat(program.run("env set my-agent OPENAI_API_KEY sk-live-1").code())
                .isZero();
        assertThat(program.run("env set my-agent OPENAI_API_KEY=sk-live-2 ANTHROPIC_API_KEY=sk-ant-1")
                        .code())
                .isZero();
        assertThat(program.run("env set my-agent DATABASE_URL=-", "postgres://secret\n")
                        .code())
                .isZero();
        assertThat(program.run("env list my-agent").answer())
                .isEqualTo("KEY\nANTHROPIC_API_KEY\nDATABASE_URL\nOPENAI_API_KEY\n");
        assertThat(program.run("env remove my-agent OPENAI_API_KEY").code()).isZero();
        assertThat(program.run("env list my-agent --quiet").answer()).isEqualTo("ANTHROPIC_API_KEY\nDATABASE_URL\n");

        var nobody = program.run("env list nobody");
        assertThat(nobody.code()).isEqualTo(1);
        assertThat(nobody.conversation()).contains("Agent \"nobody\" not found");
        try (var files = Files.walk(folder)) {
            for (var file : files.filter(Files::isRegularFile).toList())
                assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain("sk-live-", "sk-ant-1", "postgres://secret");
        }
    }
}
