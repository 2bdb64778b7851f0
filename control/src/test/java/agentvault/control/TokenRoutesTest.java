package agentvault.control;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Ask;
import agentvault.jwt.SignedTokens;
import agentvault.route.Route;
import agentvault.workspace.ApiKeys;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What API keys are exchanged for, over the wire.
class TokenRoutesTest {

    private static final String TOKENS = "/v1/tokens";

    @TempDir
    private Path root;

    @TempDir
    private Path elsewhere;

    private ApiServer server;
    private Cast cast;
    private String key = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        key = cast.apiKeyIn("backend", cast.vault("default"), VaultRole.ADMIN);
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private String exchanged(String body) {
        return server.post(TOKENS, key, body).is(201).at("/token");
    }

    private Duration life(String body) {
        var told = server.post(TOKENS, key, body).is(201);
        return Duration.between(server.now(), Instant.parse(told.at("/expiresAt")));
    }

    @Test
    void a_token_says_whom_and_what_it_is_for() {
        var token = exchanged("{'agents':['my-agent'],'userId':'ada','expiresIn':'15m','metadata':{'plan':'pro'}}");

        assertThat(token).startsWith("an_t_");
        var me = server.get("/v1/auth/me", token).is(200);
        assertThat(me.at("/type")).isEqualTo("api_key");
        assertThat(me.at("/label")).isEqualTo("backend");
        assertThat(me.at("/exchanged/agents/0")).isEqualTo("my-agent");
        assertThat(me.at("/exchanged/external_user")).isEqualTo("ada");
        var other = exchanged("{'userId':'ada','endUserId':'customer-7'}");
        assertThat(server.get("/v1/auth/me", other).at("/exchanged/external_user"))
                .isEqualTo("customer-7");
    }

    @ParameterizedTest
    @CsvSource({"90s,PT90S", "15m,PT15M", "2h,PT2H", "1d,PT24H", "24h,PT24H", "25h,PT24H", "99999999999999999999d,PT24H"
    })
    void it_holds_as_long_as_was_asked_for_and_a_day_at_most(String asked, Duration held) {
        assertThat(life("{'expiresIn':'" + asked + "'}")).isEqualTo(held);
    }

    @Test
    void it_holds_an_hour_if_nothing_is_said() {
        assertThat(life("{}")).isEqualTo(Duration.ofHours(1));
        var told = server.send(Ask.of("POST", TOKENS).as(key).header("Content-Type", "application/json"));
        assertThat(told.is(201).at("/token")).startsWith("an_t_");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'expiresIn':'1 h'}",
                "{'expiresIn':'1w'}",
                "{'expiresIn':'h'}",
                "{'expiresIn':'-1h'}",
                "{'expiresIn':'1.5h'}",
                "{'expiresIn':''}",
                "{'expiresIn':'0s'}",
                "{'expiresIn':'١h'}",
                "{'expiresIn':3600}",
                "{'agents':['No Slug']}",
                "{'agents':'my-agent'}",
                "{'userId':''}",
                "{'userId':7}",
                "{'maxMessages':5}",
                "{'metadata':{'deep':{'er':1}}}",
                "[]"
            })
    void what_is_not_understood_is_refused_and_not_taken_for_something_else(String body) {
        server.post(TOKENS, key, body).refused(400, "validation_error");
    }

    @Test
    void more_than_a_token_has_room_for_is_refused() {
        var metadata = new ArrayList<String>();
        for (int i = 0; i < 16; i++) metadata.add("'label-" + i + "':'" + "x".repeat(500) + "'");
        server.post(TOKENS, key, "{'metadata':{" + String.join(",", metadata) + "}}")
                .refused(400, "validation_error");
    }

    /// Errors are those of 21st's protocol, which its clients read in two places.
    @Test
    void errors_are_told_in_the_words_of_the_protocol() {
        var told = server.post(TOKENS, key, "{'expiresIn':'soon'}").is(400);
        assertThat(told.at("/error/message")).isEqualTo(told.at("/message")).contains("expiresIn");
        assertThat(told.at("/status")).isEqualTo("400");
    }

    @Test
    void a_token_makes_no_tokens_and_touches_no_vault() {
        var token = exchanged("{}");
        server.post(TOKENS, token, "{}").refused(403, "api_key_required");
        server.get("/v1/mcp/vaults", token).refused(403, "api_key_required");
        server.get("/v1/vaults", token).refused(403, "forbidden");
        server.get("/v1/vaults/default/services", token).refused(403, "forbidden");
        server.get("/v1/vaults/no-such-vault/services", token).refused(403, "forbidden");
        server.post("/v1/vaults", token, "{'name':'mine'}").refused(403, "forbidden");
        server.get("/v1/api-keys", token).refused(403, "forbidden");
        server.get("/discover", token).refused(403, "forbidden");
        server.post("/v1/sessions", token, "{'vault':'default'}").is(403);
    }

    /// A new address is closed to them until it says otherwise.
    @Test
    void few_addresses_are_good_for_tokens() {
        var open = new TreeSet<String>();
        server.api.routes().stream().filter(Route::forBrowsers).forEach(route -> open.add(route.toString()));

        assertThat(open)
                .contains("GET /v1/auth/me")
                .allSatisfy(route -> assertThat(route)
                        .doesNotContain("vaults")
                        .doesNotContain("credentials")
                        .doesNotContain("tokens")
                        .doesNotContain("api-keys"));
    }

    @Test
    void a_token_is_shown_in_a_header_and_in_no_cookie() {
        var told = server.send(Ask.of("GET", "/v1/auth/me").header("Cookie", "av_session=" + exchanged("{}")));
        told.is(401);
    }

    @Test
    void whatever_is_wrong_with_a_token_it_is_refused_alike_to_the_byte() {
        var whole = exchanged("{}");
        var parts = whole.split("\\.", -1);
        var wrong = new LinkedHashMap<String, String>();
        wrong.put("tampered", parts[0] + "." + parts[1].substring(0, parts[1].length() - 2) + "xx." + parts[2]);
        wrong.put(
                "signature of another",
                parts[0] + "." + parts[1] + "." + exchanged("{'userId':'x'}").split("\\.", -1)[2]);
        wrong.put("no algorithm", "an_t_eyJhbGciOiJub25lIn0." + parts[1] + ".");
        wrong.put("another algorithm", "an_t_eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9." + parts[1] + "." + parts[2]);
        wrong.put("not signed", parts[0] + "." + parts[1] + ".");
        wrong.put("bare", whole.substring("an_t_".length()));
        wrong.put("too long", "an_t_" + "a".repeat(SignedTokens.MOST));
        wrong.put("nothing", "an_t_");
        wrong.put("an unknown key", "an_sk_" + "0".repeat(64));
        wrong.put("of another installation", foreign());
        wrong.put("of a deactivated key", ofDeactivated());
        wrong.put("of a rotated key", ofRotated());
        wrong.put("ended", exchanged("{'expiresIn':'1s'}"));
        server.pass(Duration.ofSeconds(1));

        var answers = new TreeSet<String>();
        wrong.forEach((_, token) -> answers.add(essence(token, TOKENS, "POST")));
        assertThat(answers).hasSize(1).allSatisfy(answer -> assertThat(answer).startsWith("401 "));
        var mine = new TreeSet<String>();
        wrong.forEach((_, token) -> mine.add(essence(token, "/v1/auth/me", "GET")));
        assertThat(mine).hasSize(1).allSatisfy(answer -> assertThat(answer).startsWith("401 "));
        assertThat(essence(whole, "/v1/auth/me", "GET")).startsWith("200 ");
    }

    private String essence(String token, String target, String method) {
        var told = server.send(Ask.of(method, target).as(token).header("Content-Type", "application/json"));
        var headers = new TreeSet<String>();
        told.response().headers().map().forEach((name, values) -> {
            if (!List.of("x-request-id", "date").contains(name)) headers.add(name + values);
        });
        return told.essence() + headers;
    }

    private String foreign() {
        try (var other = ApiServer.start(elsewhere)) {
            var there = new Cast(other);
            var theirs = there.apiKeyIn("backend", there.vault("default"), VaultRole.ADMIN);
            return other.post(TOKENS, theirs, "{}").is(201).at("/token");
        }
    }

    private String ofDeactivated() {
        var keys = server.workspace.actors().apiKeys();
        var issued = done(keys.create(cast.owner, ApiKeys.Plan.named("ending")));
        var token = server.post(TOKENS, ApiServer.shown(issued.shown()), "{}").at("/token");
        done(keys.deactivate(cast.owner, issued.actor()));
        return token;
    }

    private String ofRotated() {
        var keys = server.workspace.actors().apiKeys();
        var issued = done(keys.create(cast.owner, ApiKeys.Plan.named("turning")));
        var token = server.post(TOKENS, ApiServer.shown(issued.shown()), "{}").at("/token");
        done(keys.rotate(cast.owner, issued.actor())).close();
        return token;
    }
}
