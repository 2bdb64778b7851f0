package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The owner of a server, who connects a credential at an authorization server, and an agent that uses it.
///
/// @param address of the server
record Connecting(String address, OidcProvider provider, String login, String agent) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";
    private static final String OAUTH = "/v1/credentials/oauth/";
    private static final String KEY = "OIDC_TOKEN";

    /// Registers, and has a vault in which a service sends the credential to the provider itself.
    static Connecting begin(String address, OidcProvider provider) throws IOException, InterruptedException {
        var login = told(address, "/v1/auth/register", OWNER, "").get("token").asString();
        told(address, "/v1/vaults", "{\"name\":\"my-vault\"}", login);
        told(address, "/v1/vaults/my-vault/services", """
                {"services":[{"name":"people","host":"%s","auth":{"type":"bearer","token":"%s"}}]}""".formatted(provider.authority(), KEY), login);
        var agent =
                told(address, "/v1/agents", "{\"name\":\"ci-bot\",\"vaults\":[{\"vault_name\":\"my-vault\"}]}", login);
        return new Connecting(
                address, provider, login, agent.get("av_agent_token").asString());
    }

    /// The same people at another address.
    Connecting at(String other) {
        return new Connecting(other, provider, login, agent);
    }

    /// Agrees in a browser that is logged in here, and comes back with it.
    void connect() throws IOException, InterruptedException {
        var begun = told(address, OAUTH + "connect", """
                {"vault":"my-vault","key":"%s","issuer":"%s","client_id":"vault","client_secret":"client-s3cret",
                "scopes":"openid"}""".formatted(KEY, provider.issuer()), login);
        var back = provider.agreed(begun.get("authorization_url").asString());
        var answer = send(request(back.toString()).header("Cookie", "av_session=" + login));
        assertThat(answer.headers().firstValue("Location"))
                .as(answer.body())
                .hasValueSatisfying(where -> assertThat(where).contains("status=success"));
    }

    JsonNode status() throws IOException, InterruptedException {
        var answer = send(request(address + OAUTH + "status?vault=my-vault&key=" + KEY)
                .header("Authorization", "Bearer " + login));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    /// What the agent is told that asks the provider whose token it uses.
    HttpResponse<String> whose() throws IOException, InterruptedException {
        return send(asAgent("/proxy/" + provider.authority() + "/me"));
    }

    /// Whether the agent is let in.
    boolean ready() throws IOException, InterruptedException {
        return send(asAgent("/discover?vault=my-vault")).statusCode() == 200;
    }

    private HttpRequest.Builder asAgent(String path) {
        return request(address + path)
                .header("Authorization", "Bearer " + agent)
                .header("X-Vault", "my-vault");
    }

    private static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(URI.create(url));
    }

    private static JsonNode told(String address, String path, String body, String login)
            throws IOException, InterruptedException {
        var request = request(address + path).header("Content-Type", "application/json");
        if (!login.isEmpty()) request.header("Authorization", "Bearer " + login);
        var answer = send(request.POST(HttpRequest.BodyPublishers.ofString(body)));
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }
}
