package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.RealProgram;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The documented ways in which an agent of one's own connects, by the real command: what it finds, what each error
/// asks of it, and how it comes by what it lacks.
@Tag("full")
class DocumentedConnectTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern INVITE = Pattern.compile("POST (http\\S+)");
    private static final Pattern COMMAND = Pattern.compile("(?m)^ {4}(agent-vault .*)$");
    private static final String CHARGES = "/proxy/api.stripe.com/v1/charges";

    private static final String PROPOSAL = """
            {
              "services": [{
                "action": "set",
                "host": "api.stripe.com",
                "auth": { "type": "bearer", "token": "STRIPE_KEY" }
              }],
              "credentials": [{
                "action": "set",
                "key": "STRIPE_KEY",
                "description": "Stripe API key",
                "obtain": "https://dashboard.stripe.com/apikeys",
                "obtain_instructions": "Developers > API Keys > Reveal test key"
              }]
            }
            """;

    enum Way {
        VAULT_TOKEN,
        AGENT_INVITE
    }

    @TempDir
    private Path folder;

    private RunStage stage;

    @BeforeEach
    void open() throws Exception {
        stage = RunStage.playing(folder, "api.stripe.com").loggedIn();
        done("vault create my-vault", "");
    }

    @AfterEach
    void close() throws IOException {
        stage.close();
    }

    @ParameterizedTest
    @EnumSource
    void an_agent_goes_from_its_connection_over_a_proposal_to_the_service(Way way) {
        var agent = connected(way);
        var nothing = json(agent.get("/discover"), 200);
        assertThat(nothing.at("/vault").asString()).isEqualTo("my-vault");
        assertThat(nothing.get("services")).isEmpty();
        var refused = agent.get(CHARGES);
        assertThat(refused.headers().firstValue("X-Agent-Vault-Proxy-Error")).contains("true");
        assertThat(json(refused, 403).at("/proposal_hint/host").asString()).isEqualTo("api.stripe.com");
        assertThat(json(refused, 403).at("/proposal_hint/endpoint").asString()).isEqualTo("POST /v1/proposals");

        assertThat(json(agent.post("/v1/proposals", PROPOSAL), 201).at("/id").asInt())
                .isEqualTo(1);
        done("vault proposal approve 1 STRIPE_KEY=- --yes --vault my-vault", "sk_test_abc123\n");
        assertThat(json(agent.get("/v1/proposals/1?wait=30"), 200).at("/status").asString())
                .isEqualTo("applied");

        assertThat(agent.get(CHARGES).body()).isEqualTo("ok");
        assertThat(stage.site().seen()).containsExactly(new SecureSite.Seen("GET", "Bearer sk_test_abc123"));
        var something = agent.get("/discover");
        assertThat(json(something, 200).at("/services/0/host").asString()).isEqualTo("api.stripe.com");
        assertThat(json(something, 200).at("/available_credentials/0").asString())
                .isEqualTo("STRIPE_KEY");
        assertThat(something.body()).doesNotContain("sk_test_abc123");

        done("vault credential delete STRIPE_KEY --vault my-vault", "");
        assertThat(json(agent.get(CHARGES), 502).at("/error").asString()).isEqualTo("credential_not_found");
        assertThat(stage.site().seen()).hasSize(1);
    }

    @Test
    void a_token_that_is_not_good_is_401_and_one_proposal_too_many_429() {
        var agent = connected(Way.VAULT_TOKEN);
        var stranger = new Agent(stage.running(), Map.of("Authorization", "Bearer av_sess_" + "0".repeat(64)));
        assertThat(stranger.get("/discover").statusCode()).isEqualTo(401);
        assertThat(stranger.get(CHARGES).statusCode()).isEqualTo(401);

        for (int i = 1; i <= 20; i++)
            assertThat(numbered(agent, i).statusCode()).isEqualTo(201);
        var told = numbered(agent, 21);
        assertThat(json(told, 429).at("/error").asString()).isEqualTo("Too many pending proposals (max 20)");
        done("vault proposal reject 7 --vault my-vault", "");
        assertThat(numbered(agent, 21).statusCode()).isEqualTo(201);
    }

    private static HttpResponse<String> numbered(Agent agent, int number) {
        return agent.post(
                "/v1/proposals",
                "{\"credentials\":[{\"action\":\"set\",\"key\":\"KEY_%d\",\"description\":\"One of many\"}]}"
                        .formatted(number));
    }

    @Test
    void an_agent_with_the_command_goes_by_its_document() {
        var document = stage.running().get("/v1/skills/cli").body().replace("\\\n", " ");
        var lines =
                COMMAND.matcher(document).results().map(line -> line.group(1)).toList();
        assertThat(lines).hasSize(3);
        var token = done("agent create billing-bot --vault my-vault:proxy --token-only", "")
                .strip();

        assertThat(json(asAgent(token, lines.get(0))).get("services")).isEmpty();
        var proposed = json(asAgent(token, lines.get(1)));
        assertThat(proposed.at("/approval_url").asString()).contains("/approve/1?token=");
        done("vault proposal approve 1 STRIPE_KEY=- --yes --vault my-vault", "sk_test_abc123\n");
        var status = lines.get(2).replace("ID", proposed.at("/id").asString());
        assertThat(json(asAgent(token, status)).at("/status").asString()).isEqualTo("applied");

        var agent = new Agent(stage.running(), Map.of("Authorization", "Bearer " + token, "X-Vault", "my-vault"));
        assertThat(agent.get(CHARGES).body()).isEqualTo("ok");
    }

    /// What a line of the shell answers an agent that has the command.
    private String asAgent(String token, String line) {
        stage.program().with("AGENT_VAULT_TOKEN", token).with("AGENT_VAULT_VAULT", "my-vault");
        var ours = line.replace("agent-vault", "'" + RealProgram.path() + "'");
        var ran = stage.program().of(List.of("sh", "-c", ours), "");
        stage.program().without("AGENT_VAULT_TOKEN").without("AGENT_VAULT_VAULT");
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }

    private static JsonNode json(String answer) {
        return JSON.readTree(answer);
    }

    @Test
    void a_program_in_a_run_has_all_that_it_needs_in_its_environment() {
        var said = done(
                "vault run --vault my-vault -- printenv AGENT_VAULT_ADDR AGENT_VAULT_SESSION_TOKEN AGENT_VAULT_VAULT",
                "");

        assertThat(said.lines().toList())
                .satisfiesExactly(
                        address -> assertThat(address).isEqualTo(stage.running().address()),
                        token -> assertThat(token).startsWith("av_sess_"),
                        vault -> assertThat(vault).isEqualTo("my-vault"));
    }

    private Agent connected(Way way) {
        return switch (way) {
            case VAULT_TOKEN -> {
                var token = done("vault token --vault my-vault", "").strip();
                yield new Agent(stage.running(), Map.of("Authorization", "Bearer " + token));
            }
            case AGENT_INVITE -> {
                var link = INVITE.matcher(done("agent invite billing-bot --vault my-vault:proxy", ""));
                assertThat(link.find()).isTrue();
                var path = link.group(1).substring(stage.running().address().length());
                var told = json(stage.running().post(path, "{}"), 200);
                assertThat(told.at("/av_addr").asString())
                        .isEqualTo(stage.running().address());
                var headers = Map.of(
                        "Authorization",
                        "Bearer " + told.at("/av_agent_token").asString(),
                        "X-Vault",
                        told.at("/vaults/0/vault_name").asString());
                yield new Agent(stage.running(), headers);
            }
        };
    }

    /// What an agent sends along with each request.
    private record Agent(TestServer server, Map<String, String> headers) {

        HttpResponse<String> get(String path) {
            return server.get(path, flat());
        }

        HttpResponse<String> post(String path, String body) {
            return server.post(path, body, flat());
        }

        private String[] flat() {
            return new TreeMap<>(headers)
                    .entrySet().stream()
                            .flatMap(header -> List.of(header.getKey(), header.getValue()).stream())
                            .toArray(String[]::new);
        }
    }

    private static JsonNode json(HttpResponse<String> told, int status) {
        assertThat(told.statusCode()).as(told.body()).isEqualTo(status);
        return JSON.readTree(told.body());
    }

    private String done(String line, String input) {
        var ran = stage.program().run(line, input);
        assertThat(ran.code()).as(line + "\n" + ran.conversation()).isZero();
        return ran.answer();
    }
}
