package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.id.Id;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Connecting OAuth credentials over the wire, with authorization servers that are pretended.
class OauthRoutesTest {

    private static final String NOTION = "'authorization_url':'https://auth.example.com/authorize?a=b',"
            + "'token_url':'https://auth.example.com/token','client_id':'the client','client_secret':'cs3cret',"
            + "'scopes':'read write'";

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private Id vault = new Id(0, 0);
    private String person = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        vault = cast.newVault("my-vault");
        person = cast.userIn("vera@example.com", vault, VaultRole.MEMBER);
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private Told post(String what, String members) {
        return server.post(
                "/v1/credentials/oauth/" + what, person, "{'vault':'my-vault','key':'NOTION_TOKEN'" + members + "}");
    }

    private Told status() {
        return server.get("/v1/credentials/oauth/status?vault=my-vault&key=NOTION_TOKEN", person)
                .is(200);
    }

    private String state() {
        var url = post("connect", "," + NOTION).is(200).at("/authorization_url");
        var found = Pattern.compile("&state=(av_oast_[0-9a-f]{64})$").matcher(url);
        assertThat(found.find()).as("a state in %s", url).isTrue();
        return found.group(1);
    }

    private Ask byCookie(String target) {
        return Ask.of("GET", target).header("Cookie", "av_session=" + person);
    }

    @Test
    void a_browser_is_sent_with_a_challenge_and_what_it_brings_back_connects_the_credential() {
        var told = post("connect", "," + NOTION).is(200);
        assertThat(told.at("/redirect_uri")).isEqualTo(server.origin() + "/v1/oauth/callback");
        assertThat(told.at("/authorization_url"))
                .matches(Pattern.quote("https://auth.example.com/authorize?a=b&response_type=code&client_id=the+client"
                                + "&redirect_uri="
                                + server.origin().replace(":", "%3A").replace("/", "%2F")
                                + "%2Fv1%2Foauth%2Fcallback&scope=read+write&code_challenge=")
                        + "[A-Za-z0-9_-]{43}&code_challenge_method=S256&state=av_oast_[0-9a-f]{64}");
        assertThat(status().at("/status")).isEqualTo("not_connected");
        assertThat(told.body()).doesNotContain("cs3cret");

        var state = state();
        var answer = server.send(byCookie("/v1/oauth/callback?code=c&state=" + state))
                .is(303);
        assertThat(answer.header("Location")).contains("/oauth/complete?status=success&key=NOTION_TOKEN");
        assertThat(status().json().get("connected").asBoolean()).isTrue();
        server.send(Ask.of("GET", "/oauth/complete?status=success&key=NOTION_TOKEN"))
                .is(200);
        var again = server.send(byCookie("/v1/oauth/callback?code=c&state=" + state))
                .is(303);
        assertThat(again.header("Location")).contains("/oauth/complete?status=error&message=wrong_code");
    }

    @Test
    void a_terminal_ends_what_it_began() {
        var state = state();
        var body = "{'state':'%s','code':'c','iss':''}".formatted(state);
        server.post("/v1/credentials/oauth/complete", cast.ownerToken, body).refused(400, "wrong_code");
        assertThat(server.post("/v1/credentials/oauth/complete", person, body)
                        .is(200)
                        .at("/status"))
                .isEqualTo("connected");
        server.post("/v1/credentials/oauth/complete", person, body).refused(400, "wrong_code");
    }

    @Test
    void a_browser_without_a_login_is_sent_round_once_and_then_told_what_to_do() {
        var first = server.send(Ask.of("GET", "/v1/oauth/callback?code=%22%3E&state=s"))
                .is(200);
        assertThat(first.body()).contains("url=callback?again=1&amp;state=s&amp;code=%22%3E\"");
        var second = server.send(Ask.of("GET", "/v1/oauth/callback?again=1&code=%22%3E&state=s"))
                .is(200);
        assertThat(second.body()).contains("paste it there").doesNotContain("%22");
        var page = server.send(Ask.of("GET", "/oauth/complete?status=error&message=%3Cb%3E"))
                .is(200);
        assertThat(page.body()).doesNotContain("<b>").contains("is not connected.");
    }

    @Test
    void who_said_no_is_told_so_and_nothing_is_exchanged() {
        var answer = server.send(byCookie("/v1/oauth/callback?error=access_denied&state=" + state()))
                .is(303);
        assertThat(answer.header("Location")).contains("/oauth/complete?status=error&message=denied");
    }

    @Test
    void an_issuer_tells_the_rest() {
        var url = post("connect", ",'issuer':'https://auth.example.com','client_id':'c'")
                .is(200)
                .at("/authorization_url");
        assertThat(url).startsWith("https://auth.example.com/authorize?response_type=code&client_id=c");
        post("connect", ",'issuer':'https://other.example.com'").refused(400, "invalid_request");
    }

    @Test
    void pasted_tokens_are_tried_and_the_listing_says_how_it_went() {
        server.servers.refusal = "invalid_grant";
        var refused = post("tokens", "," + NOTION + ",'refresh_token':'wrong'").refused(400, "oauth_failed");
        assertThat(refused.at("/error")).isEqualTo("Refresh token validation failed: invalid_grant");
        assertThat(status().at("/status")).isEqualTo("reconnect_required");
        assertThat(status().at("/last_error")).isEqualTo("invalid_grant");

        server.servers.refusal = "";
        post("tokens", ",'refresh_token':'right'").is(200);
        var listed =
                server.get("/v1/credentials?vault=my-vault", person).is(200).json();
        assertThat(listed.at("/credentials/0/status").asString()).isEqualTo("connected");
        assertThat(listed.at("/credentials/0/write_only").asBoolean()).isTrue();
        assertThat(listed.toString()).doesNotContain("cs3cret").doesNotContain("right");
        post("disconnect", "").is(200);
        assertThat(status().at("/status")).isEqualTo("not_connected");
    }

    @Test
    void a_client_connects_by_itself() {
        assertThat(post("connect", "," + NOTION + ",'grant':'client_credentials'")
                        .is(200)
                        .at("/status"))
                .isEqualTo("connected");
    }

    @Test
    void what_cannot_be_connected_is_said_by_its_field() {
        post("connect", ",'token_url':'http://a.com/t'").refused(400, "invalid_request");
        post("connect", ",'token_url':'https://a.com/t'").refused(400, "invalid_request");
        post("connect", "," + NOTION + ",'disable_pkce':false,'grant':'implicit'")
                .refused(400, "invalid_request");
        post("connect", "," + NOTION + ",'disable_pkce':true").refused(422, "pkce_required");
        post("tokens", "").refused(400, "invalid_request");
    }
}
