package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class WebhookRoutesTest {

    private static final String URL = "https://hooks.example.com/a?k=v";

    @TempDir
    private Path root;

    private ApiServer server;
    private String owner = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        owner = new Cast(server).ownerToken;
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private ApiServer.Told add() {
        return server.post("/v1/webhooks", owner, "{\"url\":\"" + URL + "\"}").is(201);
    }

    private JsonNode only() {
        var all = server.get("/v1/webhooks", owner).is(200).json().get("webhooks");
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    @Test
    void the_secret_is_shown_when_it_is_made_and_never_again() {
        var secret = add().at("/secret");

        assertThat(secret).matches("whsec_[A-Za-z0-9+/]{43}=");
        var told = server.get("/v1/webhooks", owner).is(200);
        assertThat(told.body()).contains(URL).doesNotContain("whsec_", secret.substring(6));
        assertThat(only().get("events")).hasSize(3);
        assertThat(only().get("pending").intValue()).isZero();
        assertThat(only().has("last_delivery")).isFalse();
    }

    @Test
    void a_test_tells_what_came_of_it() {
        var id = add().at("/id");

        var told = server.post("/v1/webhooks/" + id + "/test", owner, "").is(200);

        assertThat(told.at("/status")).isEqualTo("delivered");
        assertThat(told.at("/code")).isEqualTo("http_204");
        assertThat(server.receivers.got).containsExactly(URL + " webhook.test");
        assertThat(only().at("/last_delivery/code").asString()).isEqualTo("http_204");
    }

    @Test
    void a_receiver_that_is_gone_ends_its_webhook() {
        var id = add().at("/id");
        server.receivers.status = 410;

        server.post("/v1/webhooks/" + id + "/test", owner, "").is(200);

        assertThat(only().get("status").asString()).isEqualTo("gone");
        server.post("/v1/webhooks/" + id + "/test", owner, "").is(410);
    }

    @Test
    void what_is_removed_is_gone() {
        var id = add().at("/id");

        server.delete("/v1/webhooks/" + id, owner).is(200);

        assertThat(server.get("/v1/webhooks", owner).is(200).json().get("webhooks"))
                .isEmpty();
        server.delete("/v1/webhooks/" + id, owner).is(404);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'url':'http://hooks.example.com/'}",
                "{'url':'https://a.b/','events':[]}",
                "{'url':'https://a.b/','events':['proposal.done']}",
                "{'url':'https://a.b/','events':['webhook.test']}",
                "{'url':'https://a.b/','secret':'mine'}"
            })
    void what_is_no_webhook_is_refused(String body) {
        server.post("/v1/webhooks", owner, body.replace('\'', '"')).is(400);
    }

    @Test
    void a_url_where_nothing_would_get_is_not_kept() {
        var denied = server.post("/v1/webhooks", owner, "{'url':'https://10.0.0.1/hook'}")
                .refused(422, "destination_denied");
        assertThat(denied.at("/hint")).contains("--network-allowlist");
        assertThat(denied.at("/field")).isEqualTo("url");
        assertThat(denied.body()).doesNotContain("10.0.0.1");
        server.post("/v1/webhooks", owner, "{'url':'https://ourselves/'}").refused(422, "self_connection");

        assertThat(server.get("/v1/webhooks", owner).json().get("webhooks")).isEmpty();
    }
}
