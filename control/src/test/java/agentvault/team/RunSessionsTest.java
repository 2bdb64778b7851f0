package agentvault.team;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Told;
import agentvault.control.Cast;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunSessionsTest {

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String key = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        key = cast.apiKeyIn("deploy", cast.vault("default"), VaultRole.MEMBER);
        server.put(
                        "/api/v1/agents/my-agent",
                        key,
                        "{'mcpServers':[{'name':'notion','url':'https://mcp.notion.com/mcp'},"
                                + "{'name':'linear','url':'https://mcp.linear.app/mcp'}]}")
                .is(200);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static String vault(String name, String metadata) {
        return server.post("/v1/mcp/vaults", key, "{'name':'" + name + "','metadata':" + metadata + "}")
                .is(201)
                .at("/vault/id");
    }

    private static void bind(String vault, String url) {
        server.post(
                        "/v1/mcp/vaults/" + vault + "/credentials",
                        key,
                        "{'serverUrl':'" + url + "','auth':{'type':'bearer','token':'t'}}")
                .is(201);
    }

    private static Told run(String body) {
        return server.post("/v1/sessions", key, body);
    }

    private static void coverage(String mode) {
        server.put("/v1/admin/settings", cast.ownerToken, "{'vault_coverage':'" + mode + "'}")
                .is(200);
    }

    @Test
    void vaults_that_are_named_are_used_in_their_order_each_once() {
        var one = vault("one", "{}");
        var two = vault("two", "{}");
        bind(two, "https://mcp.notion.com/mcp");

        var told = run("{'agent':'my-agent','vaultIds':['" + two + "','" + one + "','" + two + "']}")
                .is(200);

        assertThat(told.at("/token")).startsWith("av_sess_");
        assertThat(told.at("/vault")).isEqualTo("two");
        assertThat(told.json().at("/resolution").toString())
                .isEqualTo("{\"layer\":\"named\",\"vaultIds\":[\"" + two + "\",\"" + one
                        + "\"],\"missing\":[\"linear\"]}");
        assertThat(server.get("/discover", told.at("/token")).is(200).at("/vaults/1"))
                .isEqualTo("one");
    }

    @Test
    void an_empty_list_means_none_and_no_list_goes_on() {
        var theirs = vault("theirs", "{'external_user_id':'user_7'}");

        var none = run("{'agent':'my-agent','vaultIds':[],'externalUserId':'user_7'}")
                .is(200);
        assertThat(none.at("/resolution/layer")).isEqualTo("named");
        assertThat(none.json().at("/vaults").size()).isZero();
        var found = run("{'vaultIds':null,'externalUserId':' user_7 '}").is(200);
        assertThat(found.at("/resolution/layer")).isEqualTo("external_user");
        assertThat(found.at("/resolution/vaultIds/0")).isEqualTo(theirs);
        assertThat(run("{'externalUserId':'nobody'}").is(200).at("/resolution/layer"))
                .isIn("none", "default");
    }

    @Test
    void the_definitions_vaults_come_before_the_default_one() {
        var usual = vault("usual", "{}");
        var pinned = vault("pinned", "{}");
        server.send(ApiServer.Ask.of("POST", "/v1/mcp/vaults/" + usual + "/set-default")
                        .as(key))
                .is(200);
        server.put("/api/v1/agents/pinning-agent", key, "{'vaultIds':['" + pinned + "']}")
                .is(200);

        assertThat(run("{'agent':'my-agent'}").is(200).at("/resolution/layer")).isEqualTo("default");
        assertThat(run("{'agent':'pinning-agent'}").is(200).at("/resolution/vaultIds/0"))
                .isEqualTo(pinned);

        server.delete("/v1/mcp/vaults/" + pinned, key).is(200);
        var refused = run("{'agent':'pinning-agent'}").refused(403, "vault_resolution_failed");
        assertThat(refused.body()).contains("the agent's definition names").doesNotContain(pinned);
    }

    @Test
    void a_vault_that_was_not_granted_is_not_available_whether_or_not_there_is_one() {
        var foreign = cast.newVault("foreign-vault").toString();
        var unknown = "00000000-0000-4000-8000-00000000abcd";

        var told = run("{'vaultIds':['" + foreign + "']}").refused(403, "vault_resolution_failed");
        assertThat(run("{'vaultIds':['" + unknown + "']}").essence())
                .isEqualTo(told.essence().replace(foreign, unknown));
        run("{'vaultIds':['vault_123']}").refused(400, "invalid_request");
    }

    @Test
    void coverage_is_asked_for_as_the_owners_say() {
        var vault = vault("covered", "{}");
        bind(vault, "https://mcp.notion.com/mcp");
        var body = "{'agent':'my-agent','vaultIds':['" + vault + "']}";

        coverage("strict");
        var refused = run(body).refused(422, "vault_coverage_missing");
        assertThat(refused.json().get("missing").toString()).isEqualTo("[\"linear\"]");
        run("{'agent':'my-agent','vaultIds':[]}").is(200);
        coverage("off");
        assertThat(run(body).is(200).json().at("/resolution/missing").size()).isZero();
        coverage("warn");
        assertThat(run(body).is(200).at("/resolution/missing/0")).isEqualTo("linear");
        bind(vault, "https://mcp.linear.app/mcp");
        coverage("strict");
        run(body).is(200);
        coverage("warn");
    }

    @Test
    void a_setting_that_says_nothing_of_coverage_keeps_it() {
        coverage("strict");
        var told = server.put("/v1/admin/settings", cast.ownerToken, "{'invite_only':true}")
                .is(200);
        assertThat(told.at("/vault_coverage")).isEqualTo("strict");
        coverage("warn");
    }

    @Test
    void what_a_key_may_an_agent_may_not() {
        var agent = cast.agentIn("running-bot", cast.vault("default"), VaultRole.ADMIN);
        var session = cast.session(cast.vault("default"), VaultRole.ADMIN);

        server.post("/v1/sessions", agent, "{'agent':'my-agent'}").refused(403, "api_key_required");
        server.post("/v1/sessions", session, "{'vaultIds':[]}").refused(403, "api_key_required");
    }

    private static String exchanged(String body) {
        return server.post("/v1/tokens", key, body).is(201).at("/token");
    }

    @Test
    void a_browsers_token_gets_the_vaults_of_its_own_user_for_its_own_agent() {
        var theirs = vault("of-ada", "{'external_user_id':'ada'}");
        var token = exchanged("{'agents':['my-agent'],'endUserId':'ada','expiresIn':'10m'}");

        var run = server.post("/v1/sessions", token, "{'agent':'my-agent','externalUserId':'ada'}")
                .is(200);

        assertThat(run.at("/resolution/layer")).isEqualTo("external_user");
        assertThat(run.at("/resolution/vaultIds/0")).isEqualTo(theirs);
        assertThat(Instant.parse(run.at("/expires_at"))).isEqualTo(server.now().plus(Duration.ofMinutes(10)));
        assertThat(server.post("/v1/sessions", token, "{'agent':'my-agent'}")
                        .is(200)
                        .at("/resolution/vaultIds/0"))
                .isEqualTo(theirs);
    }

    @Test
    void a_browsers_token_chooses_neither_vaults_nor_another_user_nor_another_agent() {
        var theirs = vault("of-eve", "{'external_user_id':'eve'}");
        var bound = exchanged("{'agents':['my-agent'],'userId':'eve'}");
        var unbound = exchanged("{}");

        for (var body : List.of(
                "{'agent':'my-agent','vaultIds':['" + theirs + "']}",
                "{'agent':'my-agent','vaultIds':[]}",
                "{'agent':'my-agent','externalUserId':'ada'}",
                "{'agent':'other-agent'}",
                "{'vault':'of-eve'}",
                "{}")) server.post("/v1/sessions", bound, body).refused(403, "beyond_token");
        server.post("/v1/sessions", unbound, "{'externalUserId':'eve'}").refused(403, "beyond_token");
        assertThat(server.post("/v1/sessions", unbound, "{}").is(200).at("/resolution/layer"))
                .isIn("none", "default");
    }

    @Test
    void what_was_made_with_a_browsers_token_ends_with_its_key() {
        var own = cast.apiKeyIn("ending", cast.vault("default"), VaultRole.MEMBER);
        server.post("/v1/mcp/vaults", own, "{'name':'of-zoe','metadata':{'external_user_id':'zoe'}}")
                .is(201);
        var token = server.post("/v1/tokens", own, "{'userId':'zoe'}").is(201).at("/token");
        var session = server.post("/v1/sessions", token, "{}").is(200).at("/token");
        server.get("/discover", session).is(200);

        server.send(ApiServer.Ask.of("POST", "/v1/api-keys/ending/deactivate").as(cast.ownerToken))
                .is(200);

        assertThat(server.get("/discover", session).status()).isEqualTo(401);
        assertThat(server.post("/v1/sessions", token, "{}").status()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'agent':'nobody'}                          | 404 | agent_not_found
        {'agent':'No Slug'}                         | 404 | agent_not_found
        {'agent':'my-agent','vault':'default'}      | 400 | invalid_request
        {'agent':'my-agent','allow':['a.com']}      | 400 | invalid_request
        {'vaultIds':'all'}                          | 400 | invalid_request
        {'agent':7}                                 | 400 | invalid_request
        {'agent':'my-agent','ttl_seconds':1}        | 400 | invalid_request
        """)
    void what_cannot_be_meant_is_refused(String body, int status, String code) {
        run(body).refused(status, code);
    }
}
