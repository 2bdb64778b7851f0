package agentvault.server;

import static agentvault.server.KilledOperation.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.workspace.ApiKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Clients of the cloud vault protocols as they are published, against a whole server: curl with the requests of
/// Qoder's documentation, and Anthropic's own client.
@Tag("full")
class CloudClientsTest {

    private static final String JIRA = """
            {
            "mcp_server_url": "https://jira.example.com/mcp/sse",
            "protocol": "sse",
            "type": "static_bearer",
            "access_token": "jira_token_xxxxxxxx"
            }""";

    @TempDir
    private Path folder;

    private TestServer running;
    private String key = "";

    @BeforeEach
    void open() throws IOException {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var store = SqliteStore.open(folder.resolve("vault.db"));
        running = new TestServer(folder.resolve("data"), folder.resolve("key"), store);
        running.post("/v1/auth/register", SiteBehindServer.OWNER);
        var workspace = running.instance().workspace();
        var owner = KilledOperation.owner(workspace);
        try (var shown = done(workspace.actors().apiKeys().create(owner, ApiKeys.Plan.named("cloud")))
                .shown()) {
            key = shown.reveal(bytes -> new String(bytes, StandardCharsets.US_ASCII));
        }
        Files.writeString(folder.resolve("key.txt"), key);
    }

    @AfterEach
    void close() {
        running.close();
    }

    private JsonNode curl(String path, String body) throws IOException, InterruptedException {
        var said = said(List.of(
                "curl",
                "-sS",
                "--max-time",
                "20",
                "-X",
                "POST",
                running.address() + path,
                "-H",
                "Authorization: Bearer " + key,
                "-H",
                "Content-Type: application/json",
                "-d",
                body));
        return JsonMapper.shared().readTree(said);
    }

    private static String said(List<String> command) throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    @Test
    void the_requests_of_qoders_documentation() throws Exception {
        var vault = curl("/api/v1/cloud/vaults", """
                {
                "display_name": "My GitHub credentials",
                "credentials": [
                {
                "mcp_server_url": "https://mcp.github.com/sse",
                "protocol": "sse",
                "type": "static_bearer",
                "access_token": "ghp_xxxxxxxxxxxx"
                }
                ]
                }""");
        var id = vault.get("id").stringValue();
        assertThat(vault.propertyNames())
                .contains(
                        "id", "type", "display_name", "status", "credentials", "metadata", "created_at", "updated_at");
        assertThat(vault.at("/credentials/0").propertyNames())
                .contains("id", "vault_id", "status", "mcp_server_url", "protocol", "type", "created_at", "updated_at")
                .doesNotContain("access_token");
        assertThat(vault.at("/credentials/0/mcp_server_url").stringValue()).isEqualTo("https://mcp.github.com/sse");

        var appended = curl("/api/v1/cloud/vaults/" + id + "/credentials", JIRA);
        assertThat(appended.get("id").stringValue()).matches("vcred_[0-9a-f]{32}");

        var agent = curl("/api/v1/cloud/agents", "{\"name\": \"Reviewer\"}");
        var session =
                curl("/api/v1/cloud/sessions", """
                {
                "agent": "%s",
                "vault_ids": ["%s"]
                }""".formatted(agent.get("id").stringValue(), id));
        assertThat(session.at("/vault_ids/0").stringValue()).isEqualTo(id);
        assertThat(session.at("/proxy/url").stringValue()).startsWith("http://127.0.0.1:");
        assertThat(session.at("/proxy/ca_certificate").stringValue()).startsWith("-----BEGIN CERTIFICATE-----");
    }

    @Test
    void every_vault_operation_of_anthropics_client_for_node() throws Exception {
        var script = CloudClientsTest.class.getResource("anthropic.mjs");
        var said = said(List.of(
                "node",
                Path.of(script.getPath()).toString(),
                "target/clients",
                running.address() + "/anthropic",
                folder.resolve("key.txt").toString()));

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
                validated vault_credential_validation unknown false
                credentials mcp_oauth,environment_variable,static_bearer
                session session true av__DEPLOY_TOKEN__
                again false
                archived true
                deleted vault_credential_deleted
                ended true
                gone vault_deleted
                missing true true
                """);
    }
}
