package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.Main;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An agent's host with the SDK's own client, which starts the real command.
class McpTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private Path folder;

    @Test
    void its_tools_lead_from_a_refused_call_over_a_persons_approval_to_an_answered_one() throws Exception {
        try (var site = new SecureSite(
                        folder, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "localhost");
                var running = TestServer.reaching(folder, site);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var person = new Person(running);
            var address = "https://localhost:" + site.port() + "/v1/charges";
            try (var host = host(running, person.agent("billing-bot"))) {
                host.initialize();
                assertThat(host.listTools().tools())
                        .extracting(Tool::name)
                        .containsExactlyInAnyOrder("discover", "call", "propose", "proposal_status");

                var refused = call(host, "call", Map.of("url", address));
                assertThat(refused.isError()).isTrue();
                assertThat(text(refused)).startsWith("403 ").contains("proposal_hint");

                var proposed = JSON.readTree(text(call(host, "propose", proposal(site))));
                var id = proposed.get("id").asInt();
                var decision =
                        threads.submit(() -> text(call(host, "proposal_status", Map.of("id", id, "wait_seconds", 60))));
                person.approve(id, "STRIPE_KEY", "sk_typed_in");

                assertThat(JSON.readTree(decision.get()).get("status").asString())
                        .isEqualTo("applied");
                assertThat(text(call(host, "call", Map.of("url", address))))
                        .startsWith("200 ")
                        .endsWith("ok");
                assertThat(site.seen()).containsExactly(new SecureSite.Seen("GET", "Bearer sk_typed_in"));
                JsonNode services = JSON.readTree(text(call(host, "discover", Map.of())));
                assertThat(services.at("/services/0/name").asString()).isEqualTo("stripe");
            }
        }
    }

    private static Map<String, Object> proposal(SecureSite site) {
        return Map.of(
                "services",
                List.of(Map.of(
                        "action",
                        "set",
                        "name",
                        "stripe",
                        "host",
                        "localhost:" + site.port(),
                        "auth",
                        Map.of("type", "bearer", "token", "STRIPE_KEY"))),
                "credentials",
                List.of(Map.of("action", "set", "key", "STRIPE_KEY")));
    }

    private static McpSyncClient host(TestServer running, String token) {
        var parameters = ServerParameters.builder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString())
                .args("-cp", System.getProperty("java.class.path"), Main.class.getName(), "mcp")
                .env(Map.of(
                        "AGENT_VAULT_ADDR",
                        running.address(),
                        "AGENT_VAULT_TOKEN",
                        token,
                        "AGENT_VAULT_VAULT",
                        "my-vault"))
                .build();
        return McpClient.sync(new StdioClientTransport(parameters, McpJsonDefaults.getMapper()))
                .requestTimeout(Duration.ofMinutes(2))
                .initializationTimeout(Duration.ofMinutes(1))
                .build();
    }

    private static CallToolResult call(McpSyncClient host, String tool, Map<String, Object> arguments) {
        return host.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
    }

    private static String text(CallToolResult result) {
        return ((TextContent) result.content().getFirst()).text();
    }
}
