package agentvault.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.CloudServer;
import agentvault.control.PretendedMcp;
import agentvault.workspace.Heard;
import agentvault.workspace.TokenServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValidationTest {

    private static final String QODER = CloudServer.QODER;
    private static final String ANTHROPIC = CloudServer.ANTHROPIC;
    private static final String URL = "https://mcp.notion.com/mcp";
    private static final Heard TROUBLE = new Heard.Response(503, "text/plain", "later", false);

    @TempDir
    private Path root;

    private CloudServer cloud;
    private ApiServer server;
    private String vault = "";

    @BeforeEach
    void start() {
        cloud = CloudServer.start(root);
        server = cloud.server;
        vault = cloud.vault();
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Told post(String path, String json) {
        return server.send(Ask.of("POST", path).as(cloud.key).json(json));
    }

    private String credential(String refresh) {
        var body = "{'auth':{'type':'mcp_oauth','mcp_server_url':'" + URL + "','access_token':'first'" + refresh + "}}";
        return post(QODER + "/vaults/" + vault + "/credentials", body).is(201).at("/id");
    }

    private String renewable() {
        return credential(",'refresh':{'token_endpoint':'https://auth.notion.com/token','client_id':'c',"
                + "'refresh_token':'r1','token_endpoint_auth':{'type':'none'}}");
    }

    private Told validated(String face, String credential) {
        return post(face + "/vaults/" + vault + "/credentials/" + credential + "/mcp_oauth_validate", "{}")
                .is(200);
    }

    private static String summary(Told told) {
        var probe = told.json().at("/mcp_probe");
        var refresh = told.json().at("/refresh");
        return told.at("/status") + " " + (probe.isNull() ? "-" : told.at("/mcp_probe/http_response/status_code")) + " "
                + (refresh.isNull() ? "-" : told.at("/refresh/status"));
    }

    @Test
    void the_token_is_tried_first_and_not_renewed_if_the_server_takes_it() {
        var told = validated(ANTHROPIC, renewable());

        assertThat(summary(told)).isEqualTo("valid - -");
        assertThat(server.mcp.shown).containsExactly(URL + " first");
        assertThat(told.json().get("has_refresh_token").booleanValue()).isTrue();
    }

    @Test
    void a_token_that_is_refused_is_renewed_and_the_new_one_tried() {
        server.mcp.answers = List.of(PretendedMcp.NO, PretendedMcp.WELL);

        assertThat(summary(validated(ANTHROPIC, renewable()))).isEqualTo("valid - succeeded");
        assertThat(server.mcp.shown).containsExactly(URL + " first", URL + " access-token");
    }

    @Test
    void qoder_renews_first_and_tries_the_new_token() {
        assertThat(summary(validated(QODER, renewable()))).isEqualTo("valid - succeeded");
        assertThat(server.mcp.shown).containsExactly(URL + " access-token");

        server.mcp.answers = List.of(PretendedMcp.NO);
        var told = validated(QODER, credentialAgain());
        assertThat(summary(told)).isEqualTo("invalid 401 -");
        assertThat(told.json().get("mcp_probe").toString())
                .isEqualTo("{\"method\":\"initialize\",\"http_response\":{\"status_code\":401,"
                        + "\"content_type\":\"text/plain\",\"body\":\"no [masked]\",\"body_truncated\":false}}");
    }

    /// The one that was renewed just now, and is not renewed again so soon.
    private String credentialAgain() {
        return cloud.get(QODER + "/vaults/" + vault + "/credentials").at("/data/0/id");
    }

    @ParameterizedTest
    @CsvSource({
        "401, invalid 401 no_refresh_token, invalid 401 no_refresh_token",
        "403, invalid 403 no_refresh_token, invalid 403 -",
        "500, unknown 500 no_refresh_token, unknown 500 -",
        "429, unknown 429 no_refresh_token, unknown 429 -",
        "302, unknown 302 no_refresh_token, unknown 302 -",
        "404, unknown 404 no_refresh_token, unknown 404 -"
    })
    void what_the_server_says_decides_where_nothing_is_renewed(int status, String qoder, String anthropic) {
        var credential = credential("");
        server.mcp.answers = List.of(new Heard.Response(status, "text/plain", "", false));

        assertThat(summary(validated(QODER, credential))).isEqualTo(qoder);
        assertThat(summary(validated(ANTHROPIC, credential))).isEqualTo(anthropic);
    }

    @Test
    void who_answers_well_and_not_as_an_mcp_server_says_nothing_of_the_token() {
        server.mcp.answers = List.of(new Heard.Response(200, "text/html", "", true));

        assertThat(summary(validated(ANTHROPIC, credential("")))).isEqualTo("unknown 200 -");
    }

    @Test
    void a_server_that_does_not_answer_is_told_without_an_answer() {
        server.mcp.answers = List.of(new Heard.Nothing("timeout"));
        var told = validated(ANTHROPIC, credential(""));

        assertThat(told.at("/status")).isEqualTo("unknown");
        assertThat(told.json().get("mcp_probe").toString())
                .isEqualTo("{\"method\":\"initialize\",\"http_response\":null}");
    }

    @Test
    void a_no_of_the_token_endpoint_is_shown_and_ends_it() {
        var no = new Heard.Response(400, "application/json", "{\"error\":\"invalid_grant\",\"was\":\"first\"}", false);
        server.servers.failure = Optional.of(new TokenServer.Answer.Refused("invalid_grant", no));
        server.mcp.answers = List.of(PretendedMcp.NO);

        var told = validated(QODER, renewable());
        assertThat(summary(told)).isEqualTo("invalid - failed");
        assertThat(told.at("/refresh/http_response/status_code")).isEqualTo("400");
        assertThat(told.at("/refresh/http_response/body"))
                .isEqualTo("{\"error\":\"invalid_grant\",\"was\":\"[masked]\"}");
        assertThat(server.mcp.shown).isEmpty();
        assertThat(summary(validated(ANTHROPIC, credentialAgain()))).isEqualTo("invalid 401 -");
    }

    @Test
    void a_token_endpoint_that_does_not_answer_leaves_it_open() {
        server.servers.failure = Optional.of(new TokenServer.Answer.Failed("timeout"));
        server.mcp.answers = List.of(PretendedMcp.NO);
        assertThat(summary(validated(ANTHROPIC, renewable()))).isEqualTo("unknown 401 connect_error");

        server.pass(Duration.ofMinutes(10));
        server.servers.failure = Optional.of(new TokenServer.Answer.Failed("http_503", TROUBLE));
        server.mcp.answers = List.of(PretendedMcp.WELL);
        assertThat(summary(validated(QODER, credentialAgain()))).isEqualTo("valid - failed");
    }

    @Test
    void the_trail_has_that_the_token_went_out() {
        validated(ANTHROPIC, credential(""));

        var told = server.get("/v1/audit?limit=5", cloud.cast.ownerToken).is(200);
        assertThat(told.body()).contains("mcp.notion.com").doesNotContain("first");
    }

    @Test
    void what_the_server_says_counts_as_the_last_use_on_every_face() {
        var credential = credential("");
        assertThat(used()).isEqualTo(" ");
        server.mcp.answers = List.of(PretendedMcp.NO);
        validated(ANTHROPIC, credential);
        assertThat(used())
                .isEqualTo("2026-05-18T08:00:00Z The server answered 401: it does not accept this credential.");

        server.pass(Duration.ofMinutes(1));
        server.mcp.answers = List.of(PretendedMcp.WELL);
        validated(QODER, credential);
        assertThat(used()).isEqualTo("2026-05-18T08:01:00Z ");
    }

    /// When a credential was used last and what was said against it, as the face tells it that shows both.
    private String used() {
        var told = server.get("/v1/mcp/vaults/" + vault, cloud.key).is(200);
        return told.at("/credentials/0/lastResolvedAt") + " " + told.at("/credentials/0/lastError");
    }

    @Test
    void what_is_not_the_callers_or_not_oauth_is_not_tried() {
        var fixed =
                post(QODER + "/vaults/" + vault + "/credentials", """
                    {'auth':{'type':'static_bearer','mcp_server_url':'https://a.example.com/mcp','token':'t'}}\
                    """).is(201).at("/id");
        var path = "/vaults/" + vault + "/credentials/" + fixed + "/mcp_oauth_validate";
        post(QODER + path, "").refused(400, "invalid_request");
        post(ANTHROPIC + "/vaults/" + vault + "/credentials/none/mcp_oauth_validate", "")
                .refused(404, "not_found");

        assertThat(server.mcp.shown).isEmpty();
    }
}
