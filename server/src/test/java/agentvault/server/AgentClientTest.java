package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.vault.RateLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// An agent that knows nothing but what its invite's answer and the document in it say, on a whole server.
class AgentClientTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    @Test
    void goes_from_403_to_200_with_a_persons_approval_in_between() throws Exception {
        try (var site = new SecureSite(
                        folder, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), "localhost");
                var running = running(site);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var person = new Person(running);
            var agent = Agent.redeeming(http, person.invite());

            var refused = agent.call("localhost:" + site.port());
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.headers().firstValue("X-Agent-Vault-Proxy-Error"))
                    .contains("true");
            var proposed = agent.propose(JSON.readTree(refused.body()));
            var decision = threads.submit(() -> agent.poll(proposed));
            person.approve(proposed.get("id").asInt());

            assertThat(decision.get().get("status").asString()).isEqualTo("applied");
            var answered = agent.call("localhost:" + site.port());
            assertThat(answered.statusCode()).as(answered.body()).isEqualTo(200);
            assertThat(answered.body()).isEqualTo("ok");
            assertThat(site.seen()).containsExactly(new SecureSite.Seen("GET", "Bearer sk_typed_in"));
            assertThat(agent.discover().at("/services/0/name").asString()).isEqualTo("stripe");
        }
    }

    private TestServer running(SecureSite site) {
        KeyFile.create(folder.resolve("key"), new SystemRandomness());
        var here = List.of(
                AllowedNetwork.parse("127.0.0.1").orElseThrow(),
                AllowedNetwork.parse("::1").orElseThrow());
        var outgoing = new Serving.Outgoing(
                new NetworkRules(here, true),
                new DialSettings(new Route.Direct(), List.of(site.root()), PoolLimits.STANDARD),
                Names.SYSTEM,
                RateLimit.STANDARD);
        var store = SqliteStore.open(folder.resolve("vault.db"));
        return new TestServer(folder.resolve("data"), folder.resolve("key"), store, outgoing);
    }

    /// The owner, with a login.
    private record Person(TestServer running, String login) {

        Person(TestServer running) {
            this(
                    running,
                    JSON.readTree(running.post("/v1/auth/register", OWNER).body())
                            .get("token")
                            .asString());
            done("/v1/vaults", "{\"name\":\"my-vault\"}");
        }

        String invite() {
            return done("/v1/agents/invites", "{\"name\":\"billing-bot\",\"vaults\":[{\"vault_name\":\"my-vault\"}]}")
                    .get("invite_link")
                    .asString();
        }

        void approve(int number) {
            var shown = JSON.readTree(
                    running.get("/v1/admin/proposals/" + number + "?vault=my-vault", "Authorization", "Bearer " + login)
                            .body());
            done(
                    "/v1/admin/proposals/" + number + "/approve",
                    "{\"vault\":\"my-vault\",\"digest\":\"%s\",\"credentials\":{\"STRIPE_KEY\":\"sk_typed_in\"}}"
                            .formatted(shown.get("digest").asString()));
        }

        private JsonNode done(String path, String body) {
            var told = running.post(path, body, "Authorization", "Bearer " + login);
            assertThat(told.statusCode()).as(told.body()).isLessThan(300);
            return JSON.readTree(told.body());
        }
    }

    /// What a script makes of the document: the addresses of its table, the form of its example.
    ///
    /// @param addresses by what they are for
    private record Agent(
            HttpClient http, Map<String, String> addresses, JsonNode example, Map<String, String> headers) {

        private static final Pattern ROW = Pattern.compile("\\| (\\w+) \\| `((?:[A-Z]+ )?http\\S+)`");
        private static final Pattern EXAMPLE = Pattern.compile("```json\\n(.*?)```", Pattern.DOTALL);

        static Agent redeeming(HttpClient http, String invite) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(invite))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString("{}"))
                    .build();
            var told = JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            var document = told.get("instructions").asString();
            var addresses = new HashMap<String, String>();
            var rows = ROW.matcher(document);
            while (rows.find()) addresses.put(rows.group(1), rows.group(2));
            var example = EXAMPLE.matcher(document);
            assertThat(example.find()).isTrue();
            var headers = Map.of(
                    "Authorization",
                    "Bearer " + told.get("av_agent_token").asString(),
                    "X-Vault",
                    told.at("/vaults/0/vault_name").asString());
            return new Agent(http, Map.copyOf(addresses), JSON.readTree(example.group(1)), headers);
        }

        HttpResponse<String> call(String host) throws Exception {
            return send("GET", address("call").replace("HOST", host).replace("PATH", "v1/charges"), "");
        }

        JsonNode discover() throws Exception {
            return answer(address("discover"), "");
        }

        JsonNode propose(JsonNode refusal) throws Exception {
            var body = example.deepCopy();
            ((ObjectNode) body.at("/services/0"))
                    .put("host", refusal.at("/proposal_hint/host").asString());
            return answer(address("propose"), body.toString());
        }

        JsonNode poll(JsonNode proposed) throws Exception {
            var polled = proposed;
            while (polled.get("status").asString().equals("pending")) {
                polled = answer("GET " + proposed.get("poll_url").asString() + "?wait=30", "");
            }
            return polled;
        }

        private String address(String what) {
            return addresses.getOrDefault(what, "nowhere");
        }

        private JsonNode answer(String line, String body) throws Exception {
            int space = line.indexOf(' ');
            var told = send(line.substring(0, space), line.substring(space + 1), body);
            assertThat(told.statusCode()).as(told.body()).isLessThan(300);
            return JSON.readTree(told.body());
        }

        private HttpResponse<String> send(String method, String address, String body) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(address))
                    .method(method, HttpRequest.BodyPublishers.ofString(body));
            headers.forEach(request::header);
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
