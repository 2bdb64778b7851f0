package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OauthCommandsTest {

    private static final String CONNECT = "POST /v1/credentials/oauth/connect";
    private static final String CONNECTED = "{\"key\":\"NOTION_TOKEN\",\"connected\":true,\"status\":\"connected\"}";
    private static final String COMMAND =
            "vault credential connect NOTION_TOKEN --vault shop --issuer https://auth.example.com --client-id me";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void logged_in() {
        stage = new Stage(home).loggedIn(server);
    }

    private void sendsToBrowser() {
        server.on(CONNECT, "{\"authorization_url\":\"https://auth.example.com/a?state=s\",\"redirect_uri\":\"r\"}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_person_agrees_in_a_browser_and_brings_the_address_back() {
        sendsToBrowser();
        server.on("POST /v1/credentials/oauth/complete", CONNECTED);
        var ran = stage.person("http://127.0.0.1:14321/v1/oauth/callback?again=1&state=av_oast_1&code=c%2F1")
                .run(COMMAND);

        assertThat(ran.conversation()).contains("https://auth.example.com/a?state=s");
        assertThat(ran.answer()).contains("Connected NOTION_TOKEN in shop.");
        assertThat(server.last("POST /v1/credentials/oauth/complete").body())
                .isEqualTo("{\"state\":\"av_oast_1\",\"code\":\"c/1\",\"iss\":\"\"}");
    }

    @Test
    void a_browser_that_is_logged_in_ends_it_by_itself() {
        sendsToBrowser();
        server.on(
                "GET /v1/credentials/oauth/status?vault=shop&key=NOTION_TOKEN",
                "{\"key\":\"NOTION_TOKEN\",\"connected\":false,\"status\":\"not_connected\"}");
        assertThat(stage.person("").run(COMMAND).code()).isEqualTo(1);
    }

    @Test
    void a_client_connects_without_a_person_and_its_secret_stays_off_the_command_line() {
        server.on(CONNECT, CONNECTED);
        var ran = stage.input("s3cret\n").run(COMMAND + " --client-credentials --client-secret -");

        assertThat(ran.answer()).contains("Connected NOTION_TOKEN in shop.");
        assertThat(server.last().json().text("client_secret")).isEqualTo("s3cret");
        assertThat(server.last().json().text("grant")).isEqualTo("client_credentials");
        assertThat(stage.run(COMMAND + " --client-secret s3cret").conversation())
                .contains("seen by other programs")
                .doesNotContain("s3cret");
    }

    @Test
    void a_refresh_token_is_asked_for_and_does_not_show() {
        server.on("POST /v1/credentials/oauth/tokens", CONNECTED);
        var ran = stage.person("r3fresh").run(COMMAND + " --paste");

        assertThat(ran.conversation()).doesNotContain("r3fresh");
        assertThat(server.last("POST /v1/credentials/oauth/tokens").json().text("refresh_token"))
                .isEqualTo("r3fresh");
    }

    @Test
    void connecting_again_takes_what_is_known() {
        sendsToBrowser();
        server.on(
                "GET /v1/credentials?vault=shop",
                "{\"keys\":[\"NOTION_TOKEN\"],\"credentials\":[{\"key\":\"NOTION_TOKEN\",\"type\":\"oauth\","
                        + "\"token_url\":\"https://a.com/t\",\"client_id\":\"me\"}]}");
        stage.run("vault credential connect NOTION_TOKEN --vault shop");

        assertThat(server.last().json().text("token_url")).isEqualTo("https://a.com/t");
        assertThat(server.last().json().text("client_id")).isEqualTo("me");
    }

    @Test
    void disconnecting_destroys_the_tokens() {
        server.on("POST /v1/credentials/oauth/disconnect", CONNECTED);
        assertThat(stage.run("vault credential disconnect NOTION_TOKEN --vault shop")
                        .answer())
                .isEqualTo("✓ Disconnected NOTION_TOKEN in shop; its tokens are destroyed.\n");
    }
}
