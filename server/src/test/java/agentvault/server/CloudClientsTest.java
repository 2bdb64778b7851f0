package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of the cloud vault protocols as they are published, against the server that the real command starts: curl
/// with
/// the requests of Qoder's documentation, and Anthropic's own clients. What a session was given really routes.
@Tag("full")
class CloudClientsTest {

    private static final String OLDER = "2.49.1";
    private static final String NEWER = "3.12.0";
    private static final String WALKED = """
            created Java a=b Optional.empty
            listed Page 3,Page 2,Page 1,Page 0,Java
            retrieved true
            updated Renamed c=d
            bound https://mcp.linear.app/mcp true
            twice 409 conflict_error true
            rotated team=x
            found Linear true
            archived true
            deleted true
            variable DEPLOY_TOKEN anywhere true false DEPLOY_TOKEN [*.example.com] true false
            oauth client 2100-01-01T00:00:00Z
            widened read write
            validated valid true succeeded
            credentials oauth,variable
            agent Reviewer claude-opus-4-6 https://mcp.linear.app/mcp 1
            agents [Spare, Reviewer]
            agent archived true
            environments [Spare, CI]
            environment archived true
            environment [*.example.com] false
            session true idle Reviewer
            again false true
            titled Deploy it
            sessions true
            session archived true
            session deleted true
            ended true
            gone true
            left Page 1,Page 0,Renamed
            with archived Page 3,Page 1,Page 0,Renamed
            missing NotFoundException 404 not_found_error true
            nameless BadRequestException 400 invalid_request_error true
            not a member PermissionDeniedException 403 permission_error true
            unknown UnauthorizedException 401 authentication_error true
            too many RateLimitException 429 rate_limit_error true later
            once Once,Page 1,Page 0,Renamed true
            another 409 conflict_error true
            """;
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path CLIENTS = Path.of("target/clients").toAbsolutePath();
    private static final Path WALK = Path.of("src/test/anthropic").toAbsolutePath();
    private static final Path GUIDE =
            Path.of(System.getProperty("user.dir")).resolveSibling("docs/guides/cloud-vaults.md");

    @TempDir
    private static Path home;

    private static CloudStage stage;
    private static String reader = "";
    private static String limited = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void open() throws Exception {
        stage = CloudStage.open(home);
        stage.start();
        reader = stage.key("reader", " --vault default:proxy");
        limited = stage.key("limited", " --limit 1/day");
    }

    @AfterAll
    static void close() throws IOException {
        stage.close();
    }

    private static String script(String name) {
        return Path.of(Objects.requireNonNull(CloudClientsTest.class.getResource(name))
                        .getPath())
                .toString();
    }

    /// A request of the documentation: of its host, its key and its ids, ours are put in their places.
    private static JsonNode documented(String key, String request, String vault, String agent) {
        var ours = request.replace("https://api.qoder.com", stage.address())
                .replace("$QODER_PAT", "$KEY")
                .replace("vault_019e5cdb9c3f71c3b6505eba937a40b4", vault)
                .replace("agent_xxx", agent);
        return JSON.readTree(stage.said(key, List.of("sh", "-c", ours)));
    }

    @Test
    void the_requests_of_qoders_documentation() throws IOException {
        var requests = Files.readString(Path.of(script("qoder.sh"))).split("\n\n", -1);
        var key = stage.key("qoder", "");

        var vault = documented(key, requests[0], "", "");
        assertThat(vault.get("id").asString()).matches("vault_[0-9a-f]{32}");
        assertThat(vault.get("type").asString()).isEqualTo("vault");
        assertThat(vault.get("display_name").asString()).isEqualTo("My GitHub credentials");
        assertThat(vault.get("status").asString()).isEqualTo("active");
        assertThat(vault.propertyNames()).contains("metadata", "created_at", "updated_at");
        var credential = vault.at("/credentials/0");
        assertThat(credential.get("id").asString()).matches("vcred_[0-9a-f]{32}");
        assertThat(credential.get("vault_id")).isEqualTo(vault.get("id"));
        assertThat(credential.get("mcp_server_url").asString()).isEqualTo("https://mcp.github.com/sse");
        assertThat(credential.get("protocol").asString()).isEqualTo("sse");
        assertThat(credential.get("type").asString()).isEqualTo("static_bearer");
        assertThat(credential.propertyNames()).contains("status", "created_at", "updated_at");

        var id = vault.get("id").asString();
        var appended = documented(key, requests[1], id, "");
        assertThat(appended.get("id").asString()).matches("vcred_[0-9a-f]{32}");
        assertThat(vault.toString() + appended).doesNotContain("access_token", "ghp_", "jira_token");

        var session = documented(key, requests[2], id, agent(key));
        assertThat(session.at("/vault_ids/0").asString()).isEqualTo(id);
        var proxy = session.get("proxy");
        assertThat(stage.through(proxy, "https://mcp.github.com/sse")).isEqualTo("200");
        assertThat(stage.through(proxy, "https://jira.example.com/mcp/sse")).isEqualTo("200");
        leaked(key, appended);
        assertThat(stage.through(proxy, "https://jira.example.com/mcp/sse")).isEqualTo("401");
    }

    private static String agent(String key) {
        var request = """
                curl -X POST https://api.qoder.com/api/v1/cloud/agents \\
                -H "Authorization: Bearer $QODER_PAT" -d '{"name": "Reviewer"}'""";
        return documented(key, request, "", "").get("id").asString();
    }

    /// The documentation's way with a token that leaked: its credential is deleted.
    private static void leaked(String key, JsonNode credential) {
        var request = """
                curl -X DELETE https://api.qoder.com/api/v1/cloud/vaults/%s/credentials/%s \\
                -H "Authorization: Bearer $QODER_PAT\"""".formatted(
                credential.get("vault_id").asString(), credential.get("id").asString());
        assertThat(documented(key, request, "", "").get("type").asString()).isEqualTo("vault_credential_deleted");
    }

    @Test
    void every_vault_operation_of_anthropics_client_for_node() throws IOException {
        var proxy = folder.resolve("session.json");
        var said = stage.said(
                stage.key("node", " --form anthropic"),
                List.of(
                        "node",
                        script("anthropic.mjs"),
                        CLIENTS.toString(),
                        stage.address() + "/anthropic",
                        proxy.toString()));

        assertThat(said).isEqualTo("""
                created vault Node b
                listed Page 3,Page 2,Page 1,Page 0,Node
                retrieved true
                updated Renamed
                bound vault_credential static_bearer https://mcp.linear.app/mcp false
                twice true conflict_error
                rotated x
                found Linear
                variable DEPLOY_TOKEN *.example.com false
                validated vault_credential_validation valid false
                credentials mcp_oauth,environment_variable,static_bearer
                session session true av__DEPLOY_TOKEN__
                again false
                archived true
                deleted vault_credential_deleted
                ended true
                gone vault_deleted
                missing true true
                """);
        assertThat(routed(proxy)).containsExactly("200", "200", "401");
    }

    /// What becomes of requests to the hosts of the vault's credentials, the last of which is archived.
    private static List<String> routed(Path session) throws IOException {
        var proxy = JSON.readTree(Files.readString(session));
        var placeholder = proxy.at("/environment_variables/DEPLOY_TOKEN").asString();
        return List.of(
                stage.through(proxy, "https://mcp.notion.com/mcp"),
                stage.through(proxy, "https://api.example.com/deploy", "X-Deploy-Token: " + placeholder),
                stage.through(proxy, "https://mcp.linear.app/mcp"));
    }

    @ParameterizedTest
    @ValueSource(strings = {NEWER, OLDER})
    void every_vault_operation_of_anthropics_client_for_java(String version) throws IOException {
        var generation = version.substring(0, version.indexOf('.'));
        Files.copy(WALK.resolve("Walk.java"), folder.resolve("Walk.java"));
        Files.copy(WALK.resolve(generation).resolve("Typed.java"), folder.resolve("Typed.java"));
        Files.writeString(folder.resolve("key"), stage.key("java-" + generation, ""));
        Files.writeString(folder.resolve("reader"), reader);
        Files.writeString(folder.resolve("limited"), limited);
        Files.writeString(folder.resolve("unknown"), "an_sk_" + "0".repeat(64));
        try (var lossy = new LossyWay(stage.address())) {
            var said = stage.said(
                    "",
                    List.of(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:TieredStopAtLevel=1",
                            "-XX:+UseSerialGC",
                            "-cp",
                            CLIENTS.resolve("anthropic-java").resolve(version) + "/*",
                            folder.resolve("Walk.java").toString(),
                            stage.address() + "/anthropic",
                            lossy.address() + "/anthropic",
                            folder.toString()));

            assertThat(said).isEqualTo(WALKED);
            assertThat(lossy.attempts()).containsExactly("0", "0", "1", "2", "0", "0", "1", "2");
        }
        assertThat(routed(folder.resolve("session.json"))).containsExactly("200", "200", "403");
    }

    @Test
    void the_guide_names_the_clients_that_are_tried_and_no_other() throws IOException {
        var text = Files.readString(GUIDE);
        int begins = text.indexOf("| client |");
        var table = text.substring(begins, text.indexOf("\n\n", begins));
        var installed = JSON.readTree(Files.readString(CLIENTS.resolve("node_modules/@anthropic-ai/sdk/package.json")));

        assertThat(table.lines().skip(2))
                .containsExactly(
                        "| npm `@anthropic-ai/sdk` | "
                                + installed.get("version").asString() + " |",
                        "| Maven `com.anthropic:anthropic-java` | " + NEWER + ", " + OLDER + " |");
    }
}
