package agentvault.team;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.canary.Canary;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Told;
import agentvault.control.Cast;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.traffic.CredentialUse;
import agentvault.vault.Material;
import agentvault.workspace.BoundCredentials;
import agentvault.workspace.Holdings;
import agentvault.workspace.OauthRenewals;
import agentvault.workspace.TokenServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialCallsTest {

    private static final String BEARER = "'auth':{'type':'bearer','token':'t0ken'}";
    private static final String RENEWED =
            "'auth':{'type':'oauth','accessToken':'a','refreshToken':'r','clientId':'c','tokenEndpoint':'https://a.com/token'}";

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String key = "";
    private static int count;

    private String vault = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        key = cast.apiKeyIn("deploy", cast.vault("default"), VaultRole.MEMBER);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @BeforeEach
    void vault() {
        server.servers.failure = Optional.empty();
        server.servers.refusal = "";
        vault = server.post("/v1/mcp/vaults", key, "{'name':'vault " + count++ + "'}")
                .is(201)
                .at("/vault/id");
    }

    private String at() {
        return "/v1/mcp/vaults/" + vault + "/credentials";
    }

    private Told make(String members) {
        return server.post(at(), key, "{" + members + "}");
    }

    private BoundCredentials.Pair stored(Told told) {
        var id = IdForm.parse(IdKind.CREDENTIAL, told.at("/credential/id")).orElseThrow();
        return done(new Holdings(server.workspace).of(cast.caller(key), id(vault))).credentials().stream()
                .filter(pair -> pair.credential().id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private static Id id(String text) {
        return IdForm.parse(IdKind.VAULT, text).orElseThrow();
    }

    @Test
    void it_tells_when_it_was_last_sent_and_what_was_said_against_it_until_it_is_replaced() {
        var made = make("'serverUrl':'https://used.example.com/mcp','auth':{'type':'bearer','token':'t'}")
                .is(201);
        var credential = stored(made).credential();
        var then = Instant.parse("2026-03-04T05:06:07Z");
        server.uses.keep(List.of(
                new CredentialUse(credential.vault(), credential.id(), 1, then, CredentialUse.Said.UNAUTHORIZED)));

        var shown = server.get("/v1/mcp/vaults/" + vault, key).is(200);
        var told = shown.json()
                .get("credentials")
                .valueStream()
                .filter(one -> one.get("id").stringValue().equals(made.at("/credential/id")))
                .findFirst()
                .orElseThrow();
        assertThat(told.get("lastResolvedAt").stringValue()).isEqualTo(then.toString());
        assertThat(told.get("lastError").stringValue()).contains("401");

        var replaced = server.patch(
                        at() + "/" + made.at("/credential/id"),
                        key,
                        "{'serverUrl':'https://used.example.com/mcp','auth':{'type':'bearer','token':'new'}}")
                .is(200);
        assertThat(replaced.at("/credential/lastResolvedAt")).isEqualTo(then.toString());
        assertThat(replaced.json().at("/credential/lastError").isNull()).isTrue();
    }

    @Test
    void a_bearer_token_is_stored_for_a_host_and_never_shown() {
        var secret = Canary.marked("token");
        var told = make("'serverUrl':'HTTPS://MCP.Notion.com:443/mcp/','name':' Notion ','metadata':{'a':'b'},"
                        + "'auth':{'type':'bearer','token':' " + secret + "\\n '}")
                .is(201);

        assertThat(told.at("/credential/vaultId")).isEqualTo(vault);
        assertThat(told.at("/credential/name")).isEqualTo("Notion");
        assertThat(told.at("/credential/serverUrlNormalized")).isEqualTo("https://mcp.notion.com/mcp");
        assertThat(told.at("/credential/hostPattern")).isEqualTo("mcp.notion.com");
        assertThat(told.at("/credential/authType")).isEqualTo("bearer");
        assertThat(told.json().at("/credential/auth").toString()).isEqualTo("{\"type\":\"bearer\",\"hasToken\":true}");
        assertThat(told.json().at("/credential/inject").toString())
                .isEqualTo("{\"kind\":\"header\",\"header\":\"Authorization\",\"prefix\":\"Bearer \"}");
        assertThat(told.json().at("/credential/lastResolvedAt").isNull()).isTrue();
        assertThat(Canary.ofMark()
                        .inText(
                                "answer",
                                told.body()
                                        + server.get("/v1/mcp/vaults/" + vault, key)
                                                .body()))
                .isEmpty();
        var rule = stored(told).service().rule();
        assertThat(rule.reach().named())
                .extracting(Object::toString)
                .containsExactly("https://mcp.notion.com:443/mcp/**", "https://mcp.notion.com:443/*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'kind':'header','header':'X-Subscription-Token'}            | {'kind':'header','header':'X-Subscription-Token','prefix':''}
        {'kind':'header','header':'Authorization','prefix':'Token '} | {'kind':'header','header':'Authorization','prefix':'Token '}
        {'kind':'query','param':'key'}                               | {'kind':'query','param':'key'}
        {'kind':'basic'}                                             | {'kind':'basic','username':''}
        {'kind':'basic','username':'api'}                            | {'kind':'basic','username':'api'}
        {'kind':'path','placeholder':'__bot_token__'}                | {'kind':'path','placeholder':'__bot_token__'}
        """)
    void what_is_said_of_the_place_is_told_back(String sent, String told) {
        assertThat(make("'serverUrl':'https://api.example.com','inject':" + sent + "," + BEARER)
                        .is(201)
                        .json()
                        .at("/credential/inject")
                        .toString())
                .isEqualTo(told.replace('\'', '"'));
    }

    @Test
    void oauth_tokens_are_told_by_what_there_is() {
        var told =
                make("'serverUrl':'https://mcp.example.com','auth':{'type':'oauth','accessToken':'a','refreshToken':'r',"
                                + "'clientId':'c','clientSecret':'s','tokenEndpoint':'https://a.example.com/token',"
                                + "'tokenEndpointAuth':'client_secret_post','expiresAt':'2026-12-01T00:00:00.000Z','scope':'read','resource':null}")
                        .is(201);

        assertThat(told.json().at("/credential/auth").toString())
                .isEqualTo(
                        "{\"type\":\"oauth\",\"hasAccessToken\":true,\"hasRefreshToken\":true,\"hasClientId\":true,"
                                + "\"hasClientSecret\":true,\"hasTokenEndpoint\":true,\"tokenEndpointAuth\":\"client_secret_post\","
                                + "\"tokenType\":\"Bearer\",\"expiresAt\":\"2026-12-01T00:00:00Z\",\"scope\":\"read\",\"resource\":null}");
        var alone = make("'serverUrl':'https://b.example.com','auth':{'type':'oauth','accessToken':'a'}")
                .is(201);
        assertThat(alone.at("/credential/auth/hasRefreshToken")).isEqualTo("false");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'auth':{'type':'bearer','token':'t'}} | serverUrl
        {'serverUrl':'nowhere','auth':{'type':'bearer','token':'t'}} | serverUrl
        {'serverUrl':'https://u:p@a.com','auth':{'type':'bearer','token':'t'}} | serverUrl
        {'serverUrl':'https://a.com'} | auth is missing
        {'serverUrl':'https://a.com','auth':{'type':'basic'}} | bearer or oauth
        {'serverUrl':'https://a.com','auth':{'type':'bearer'}} | auth.token
        {'serverUrl':'https://a.com','auth':{'type':'bearer','token':' '}} | auth.token
        {'serverUrl':'https://a.com','auth':{'type':'oauth'}} | auth.accessToken
        {'serverUrl':'https://a.com','auth':{'type':'oauth','refreshToken':'r','clientId':'c'}} | auth.tokenEndpoint
        {'serverUrl':'https://a.com','auth':{'type':'oauth','refreshToken':'r','tokenEndpoint':'https://a.com/t'}} | auth.clientId
        {'serverUrl':'https://a.com','auth':{'type':'oauth','accessToken':'a','tokenEndpoint':'https://a.com/t'}} | auth.refreshToken
        {'serverUrl':'https://a.com','auth':{'type':'oauth','refreshToken':'r','clientId':'c','tokenEndpoint':'https://a.com/t','tokenEndpointAuth':'client_secret_basic'}} | auth.clientSecret
        {'serverUrl':'https://a.com','auth':{'type':'oauth','refreshToken':'r','clientId':'c','tokenEndpoint':'http://a.com/t'}} | https://
        {'serverUrl':'https://a.com','auth':{'type':'oauth','accessToken':'a','expiresAt':'tomorrow'}} | auth.expiresAt
        {'serverUrl':'https://a.com','auth':{'type':'oauth','accessToken':'a','tokenType':'MAC'}} | auth.tokenType
        {'serverUrl':'https://a.com','inject':{'kind':'header'},'auth':{'type':'bearer','token':'t'}} | inject.header
        {'serverUrl':'https://a.com','inject':{'kind':'header','header':'Host'},'auth':{'type':'bearer','token':'t'}} | inject.header
        {'serverUrl':'https://a.com','inject':{'kind':'query'},'auth':{'type':'bearer','token':'t'}} | inject.param
        {'serverUrl':'https://a.com','inject':{'kind':'basic','username':'a:b'},'auth':{'type':'bearer','token':'t'}} | inject.username
        {'serverUrl':'https://a.com','inject':{'kind':'path','placeholder':'abc'},'auth':{'type':'bearer','token':'t'}} | inject.placeholder
        {'serverUrl':'https://a.com','inject':{'kind':'body'},'auth':{'type':'bearer','token':'t'}} | inject.kind
        {'serverUrl':'https://a.com','name':7,'auth':{'type':'bearer','token':'t'}} | name
        {'serverUrl':'https://a.com','metadata':{'k':null},'auth':{'type':'bearer','token':'t'}} | metadata.k
        """)
    void what_cannot_be_meant_is_refused(String body, String says) {
        assertThat(server.post(at(), key, body).refused(400, "validation_error").at("/message"))
                .contains(says);
        assertThat(server.get("/v1/mcp/vaults/" + vault, key)
                        .json()
                        .get("credentials")
                        .size())
                .isZero();
    }

    @Test
    void one_server_has_one_active_credential() {
        var first = make("'serverUrl':'https://mcp.linear.app/mcp'," + BEARER).is(201);
        make("'serverUrl':'https://MCP.linear.app/mcp/#x'," + BEARER).refused(409, "conflict");
        make("'serverUrl':'https://mcp.linear.app/other'," + BEARER).is(201);

        server.delete(at() + "/" + first.at("/credential/id"), key).is(200);
        make("'serverUrl':'https://mcp.linear.app/mcp'," + BEARER).is(201);
    }

    @Test
    void the_21st_active_credential_is_one_too_many() {
        var first =
                make("'serverUrl':'https://s0.example.com'," + BEARER).is(201).at("/credential/id");
        for (int n = 1; n < 20; n++)
            make("'serverUrl':'https://s" + n + ".example.com'," + BEARER).is(201);
        make("'serverUrl':'https://s20.example.com'," + BEARER).refused(422, "credential_cap_exceeded");

        server.delete(at() + "/" + first, key).is(200);
        make("'serverUrl':'https://s20.example.com'," + BEARER).is(201);
    }

    @Test
    void everything_is_replaced_but_the_server() {
        var made = make("'serverUrl':'https://api.example.com/v1','name':'One','metadata':{'a':'b'},"
                        + "'inject':{'kind':'query','param':'key'}," + RENEWED)
                .is(201);
        var one = at() + "/" + made.at("/credential/id");

        server.patch(one, key, "{'serverUrl':'https://api.example.com/v2'," + BEARER + "}")
                .refused(400, "validation_error");
        server.patch(one, key, "{'serverUrl':'https://api.example.com/v1'}").refused(400, "validation_error");
        server.patch(one, key, "{" + BEARER + "}").refused(400, "validation_error");
        var told = server.patch(one, key, "{'serverUrl':'https://API.example.com/v1/'," + BEARER + "}")
                .is(200);

        assertThat(told.at("/credential/id")).isEqualTo(made.at("/credential/id"));
        assertThat(told.json().at("/credential/name").isNull()).isTrue();
        assertThat(told.json().at("/credential/metadata").toString()).isEqualTo("{}");
        assertThat(told.at("/credential/inject/kind")).isEqualTo("header");
        assertThat(told.at("/credential/authType")).isEqualTo("bearer");
        assertThat(stored(told).credential().material())
                .isInstanceOfSatisfying(
                        Material.Held.class,
                        held -> assertThat(held.parts().keySet()).containsExactly(Material.Part.VALUE));
    }

    @Test
    void a_token_that_cannot_be_renewed_is_told_until_it_is() {
        var made = stored(
                make("'serverUrl':'https://mcp.linear.app/mcp'," + RENEWED).is(201));
        assertThat(lastError(made)).isEmpty();
        server.pass(Duration.ofMinutes(2));
        server.servers.failure = Optional.of(new TokenServer.Answer.Failed("http_503"));
        renew(made);
        assertThat(lastError(made)).contains("http_503").contains("asked again");
        server.servers.failure = Optional.empty();
        server.pass(Duration.ofMinutes(10));
        renew(made);
        assertThat(lastError(made)).isEmpty();
        server.servers.refusal = "invalid_grant";
        server.pass(Duration.ofMinutes(10));
        renew(made);
        assertThat(lastError(made)).contains("invalid_grant").contains("new tokens");

        var renewed = "{'serverUrl':'https://mcp.linear.app/mcp'," + RENEWED + "}";
        server.patch(at() + "/" + made.credential().id(), key, renewed).is(200);
        assertThat(lastError(made)).isEmpty();
    }

    private void renew(BoundCredentials.Pair pair) {
        var newest = done(server.workspace
                        .boundCredentials()
                        .find(
                                cast.caller(key),
                                pair.credential().vault(),
                                pair.credential().id()))
                .credential();
        var stale = new OauthRenewals.Stale(
                newest.vault(), newest.id(), newest.material().version(), OauthRenewals.Reason.REFUSED);
        var _ = new OauthRenewals(server.workspace, server.servers).attempt(stale);
    }

    private String lastError(BoundCredentials.Pair pair) {
        var vaults = server.get("/v1/mcp/vaults/" + vault, key).is(200).json().get("credentials");
        for (var one : vaults)
            if (one.get("id").asString().equals(pair.credential().id().toString()))
                return one.get("lastError").asString("");
        throw new AssertionError("not there");
    }

    @Test
    void nothing_of_earlier_tokens_stays_beside_new_ones() {
        var made = make("'serverUrl':'https://api.example.com'," + RENEWED).is(201);

        var told = server.patch(
                        at() + "/" + made.at("/credential/id"),
                        key,
                        "{'serverUrl':'https://api.example.com','auth':{'type':'oauth','accessToken':'other'}}")
                .is(200);

        assertThat(told.at("/credential/auth/hasRefreshToken")).isEqualTo("false");
        assertThat(told.at("/credential/auth/hasTokenEndpoint")).isEqualTo("false");
    }

    @Test
    void a_credential_is_archived_and_then_deleted_and_its_secret_is_gone_at_once() {
        var made = make("'serverUrl':'https://mcp.linear.app/mcp'," + BEARER).is(201);
        var one = at() + "/" + made.at("/credential/id");

        server.delete(one + "?force=true", key).refused(409, "conflict");
        assertThat(server.delete(one, key).is(200).body()).isEqualTo("{\"success\":true}");
        assertThat(stored(made).credential().material()).isInstanceOf(Material.Destroyed.class);
        server.delete(one, key).refused(404, "not_found");
        server.patch(one, key, "{'serverUrl':'https://mcp.linear.app/mcp'," + BEARER + "}")
                .refused(404, "not_found");
        server.delete(one + "?force=true", key).is(200);
        server.delete(one + "?force=true", key).refused(404, "not_found");
    }

    @Test
    void what_this_protocol_has_no_words_for_is_not_there() {
        var own = cast.vault("default");
        server.post("/v1/credentials", key, "{'vault':'default','credentials':{'STRIPE_KEY':'v'}}")
                .is(200);
        var free = done(server.workspace.credentials().list(cast.caller(key), own))
                .getFirst()
                .id();

        server.delete("/v1/mcp/vaults/" + own + "/credentials/" + free, key).refused(404, "not_found");
        assertThat(server.get("/v1/mcp/vaults/" + own, key)
                        .is(200)
                        .json()
                        .get("credentials")
                        .size())
                .isZero();
    }
}
