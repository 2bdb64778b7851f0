package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The owner of a server, with a login and a vault named my-vault.
record Person(TestServer running, String login) {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final String OWNER = "{\"email\":\"ann@example.com\",\"password\":\"correct horse battery\"}";

    Person(TestServer running) {
        this(
                running,
                JSON.readTree(running.post("/v1/auth/register", OWNER).body())
                        .get("token")
                        .asString());
        done("/v1/vaults", "{\"name\":\"my-vault\"}");
    }

    /// The link of an invite for an agent of this name.
    String invite(String name) {
        return done("/v1/agents/invites", named(name)).get("invite_link").asString();
    }

    /// The token of a new agent.
    String agent(String name) {
        return done("/v1/agents", named(name)).get("av_agent_token").asString();
    }

    private static String named(String agent) {
        return "{\"name\":\"%s\",\"vaults\":[{\"vault_name\":\"my-vault\"}]}".formatted(agent);
    }

    /// Approves a proposal as it is now, with a value for its one credential.
    void approve(int number, String key, String value) {
        var shown = JSON.readTree(
                running.get("/v1/admin/proposals/" + number + "?vault=my-vault", "Authorization", "Bearer " + login)
                        .body());
        done(
                "/v1/admin/proposals/" + number + "/approve",
                "{\"vault\":\"my-vault\",\"digest\":\"%s\",\"credentials\":{\"%s\":\"%s\"}}"
                        .formatted(shown.get("digest").asString(), key, value));
    }

    private JsonNode done(String path, String body) {
        var told = running.post(path, body, "Authorization", "Bearer " + login);
        assertThat(told.statusCode()).as(told.body()).isLessThan(300);
        return JSON.readTree(told.body());
    }
}
