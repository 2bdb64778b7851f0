package agentvault.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Secret;
import agentvault.question.Question;
import agentvault.question.ToldSite;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.Heard;
import agentvault.workspace.Office;
import agentvault.workspace.TokenServer;
import agentvault.workspace.TokenServer.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Over real TLS, against a server of our own that answers as it is told.
class AuthorizationServersTest {

    private static final String HOST = "auth.example.com";

    @TempDir
    Path folder;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private volatile int status = 200;
    private volatile String type = "application/json";
    private volatile String answer = "{\"access_token\":\"at\",\"token_type\":\"Bearer\",\"expires_in\":60}";
    private ToldSite site;
    private HttpAuthorizationServers servers;

    @BeforeEach
    void open() throws IOException {
        site = new ToldSite(folder, HOST, exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var basic = exchange.getRequestHeaders().getFirst("Authorization");
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body
                    + (basic == null ? "" : " " + basic));
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Location", url("/elsewhere"));
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, 0);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        servers = new HttpAuthorizationServers(site.questions());
    }

    @AfterEach
    void close() {
        site.close();
    }

    private String url(String path) {
        return site.url(path);
    }

    private Answer ask(ClientAuthentication authentication, TokenServer.Grant grant) {
        var settings = new OauthSettings(url("/token?a=b"), "cl ient", authentication, "read", "", Until.forever());
        return servers.ask(new TokenServer.Request(
                settings,
                grant,
                Map.of(Part.CLIENT_SECRET, Office.secret("s&cr:et"), Part.REFRESH_TOKEN, Office.secret("r/t"))));
    }

    private Answer refreshed() {
        return ask(ClientAuthentication.CLIENT_SECRET_POST, new TokenServer.Grant.Refresh());
    }

    private static String text(Secret secret) {
        return Office.text(secret);
    }

    @Test
    void a_refresh_token_is_shown_in_the_body_with_the_client() {
        assertThat(refreshed()).isInstanceOfSatisfying(Answer.Granted.class, granted -> {
            assertThat(text(Objects.requireNonNull(granted.tokens().get(Part.VALUE))))
                    .isEqualTo("at");
            assertThat(granted.tokens()).containsOnlyKeys(Part.VALUE);
            assertThat(granted.life()).isEqualTo(Duration.ofSeconds(60));
        });
        assertThat(heard)
                .containsExactly("POST /token?a=b grant_type=refresh_token&refresh_token=r%2Ft&client_id=cl%20ient"
                        + "&client_secret=s%26cr%3Aet");
    }

    @Test
    void a_client_may_show_its_secret_in_a_header() {
        ask(ClientAuthentication.CLIENT_SECRET_BASIC, new TokenServer.Grant.ClientCredentials());

        assertThat(heard)
                .containsExactly("POST /token?a=b grant_type=client_credentials&scope=read Basic "
                        + Base64.getEncoder()
                                .encodeToString("cl%20ient:s%26cr%3Aet".getBytes(StandardCharsets.US_ASCII)));
    }

    @Test
    void a_code_is_shown_with_its_verifier() {
        answer = "{\"access_token\":\"at\",\"refresh_token\":\"rt\"}";
        var grant = new TokenServer.Grant.Code(Office.secret("c0de"), Office.secret("v"), "http://127.0.0.1/cb");
        assertThat(ask(ClientAuthentication.NONE, grant)).isInstanceOfSatisfying(Answer.Granted.class, granted -> {
            assertThat(text(Objects.requireNonNull(granted.tokens().get(Part.REFRESH_TOKEN))))
                    .isEqualTo("rt");
            assertThat(granted.life()).isZero();
        });
        assertThat(heard)
                .containsExactly("POST /token?a=b grant_type=authorization_code&code=c0de"
                        + "&redirect_uri=http%3A%2F%2F127.0.0.1%2Fcb&code_verifier=v&client_id=cl%20ient");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        200 | <html>at</html>                                              | no_json
        200 | ["access_token"]                                             | no_json
        200 | {"access_token":"a","access_token":"b"}                      | no_json
        200 | {"access_token":"a"} {}                                      | no_json
        200 | {"expires_in":60}                                            | no_access_token
        200 | {"access_token":7}                                           | no_access_token
        200 | {"access_token":null}                                        | no_access_token
        200 | {"access_token":["a"]}                                       | no_access_token
        200 | {"access_token":""}                                          | no_access_token
        200 | {"access_token":"a\\r\\nX: y"}                               | unusable_access_token
        200 | {"access_token":"\\u00e4"}                                   | unusable_access_token
        200 | {"access_token":"a"                                          | no_json
        200 | {"access_token":"a",}                                        | no_json
        200 | "a"                                                          | no_json
        200 | null                                                         | no_json
        200 | {"a":[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]}             | no_json
        302 | {"access_token":"a"}                                         | redirected
        307 | {"access_token":"a"}                                         | redirected
        500 | {"error":"invalid_grant"}                                    | http_500
        429 | {}                                                           | http_429
        201 | {"access_token":"a"}                                         | http_201
        400 | {"error":"temporarily_unavailable"}                          | temporarily_unavailable
        """)
    void what_is_no_answer_is_asked_for_again_later(int given, String body, String code) {
        status = given;
        answer = body;
        assertThat(refreshed())
                .isInstanceOfSatisfying(
                        Answer.Failed.class, failed -> assertThat(failed.code()).isEqualTo(code));
        assertThat(heard).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"error":"invalid_grant","error_description":"s3cret"}        | invalid_grant
        {"error":"invalid_client"}                                    | invalid_client
        {"error":"<b>s3cret</b>"}                                     | refused
        {"access_token":"a","token_type":"mac"}                       | unusable_token_type
        """)
    void a_no_is_told_by_its_code_alone(String body, String code) {
        answer = body;
        assertThat(refreshed()).isInstanceOfSatisfying(Answer.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.heard())
                    .isInstanceOfSatisfying(
                            Heard.Response.class,
                            heard -> assertThat(heard.body()).doesNotContain("s&cr:et", "r/t", "access_token"));
        });
    }

    @Test
    void the_words_of_a_no_are_kept_without_what_was_sent() {
        status = 400;
        answer = "{\"error\":\"invalid_grant\",\"error_description\":\"r/t of s%26cr%3Aet\"}";
        assertThat(TokenServer.Answer.heard(refreshed()))
                .isEqualTo(new Heard.Response(
                        400,
                        "application/json",
                        "{\"error\":\"invalid_grant\",\"error_description\":\"[masked] of [masked]\"}",
                        false));
        status = 200;
        answer = "{\"access_token\":\"a\",\"token_type\":\"mac\"}";
        assertThat(TokenServer.Answer.heard(refreshed()))
                .isEqualTo(new Heard.Response(200, "application/json", "", true));
    }

    @Test
    void an_answer_is_read_up_to_64_kib() {
        answer = "{\"access_token\":\"" + "a".repeat(Question.MOST) + "\"}";
        assertThat(refreshed()).isEqualTo(new Answer.Failed("answer_too_long"));
    }

    @Test
    void a_life_is_a_number_or_is_not_known() {
        for (var told :
                List.of("-5", "0", "1e400", "1e-400", "1e2000000000", "\"3600\"", "\"soon\"", "null", "[]", "{}")) {
            answer = "{\"access_token\":\"a\",\"expires_in\":" + told + "}";
            assertThat(refreshed()).isInstanceOf(Answer.Granted.class);
        }
        answer = "{\"access_token\":\"a\",\"expires_in\":-5}";
        assertThat(((Answer.Granted) refreshed()).life()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void an_address_that_is_denied_gets_no_packet() {
        var settings = new OauthSettings(
                "https://169.254.169.254/token", "c", ClientAuthentication.NONE, "", "", Until.forever());
        assertThat(servers.ask(new TokenServer.Request(settings, new TokenServer.Grant.Refresh(), Map.of())))
                .isInstanceOf(Answer.Failed.class);
    }

    @Test
    void cleartext_is_not_asked() {
        var settings =
                new OauthSettings("http://" + HOST + "/token", "c", ClientAuthentication.NONE, "", "", Until.forever());
        assertThat(servers.ask(new TokenServer.Request(settings, new TokenServer.Grant.Refresh(), Map.of())))
                .isEqualTo(new Answer.Refused("unusable_token_url"));
    }

    @Test
    void an_issuer_says_where_it_is_asked_and_is_believed_about_itself_alone() {
        answer = "{\"issuer\":\"" + url("/a") + "\",\"authorization_endpoint\":\"" + url("/auth")
                + "\",\"token_endpoint\":\"" + url("/token") + "\"}";
        assertThat(servers.discover(url("/a")))
                .isEqualTo(new Discovered.Found(url("/a"), url("/auth"), url("/token"), "", ClientAuthentication.NONE));
        assertThat(heard).containsExactly("GET /.well-known/oauth-authorization-server/a ");
        assertThat(servers.discover(url("/b"))).isEqualTo(new Discovered.Failed("another_issuer"));
        assertThat(heard.getLast()).isEqualTo("GET /b/.well-known/openid-configuration ");
    }
}
