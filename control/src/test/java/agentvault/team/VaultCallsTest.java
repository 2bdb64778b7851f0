package agentvault.team;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.Cast;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VaultCallsTest {

    private static final String VAULTS = "/v1/mcp/vaults";

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String key = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        key = cast.apiKeyIn("deploy", cast.newVault("first-vault"), VaultRole.MEMBER);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private static String made(String name) {
        return server.post(VAULTS, key, "{'name':'" + name + "'}").is(201).at("/vault/id");
    }

    private static String bearer(String url) {
        return "{'serverUrl':'" + url + "','auth':{'type':'bearer','token':'t0ken'}}";
    }

    private static String bound(String vault, String url) {
        return server.post(VAULTS + "/" + vault + "/credentials", key, bearer(url))
                .is(201)
                .at("/credential/id");
    }

    @Test
    void a_vault_is_made_shown_changed_and_listed() {
        var told = server.post(
                        VAULTS, key, "{'name':'  Ann ','description':'hers','metadata':{'external_user_id':'user_1'}}")
                .is(201);
        var id = told.at("/vault/id");

        assertThat(id).matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(told.at("/vault/name")).isEqualTo("Ann");
        assertThat(told.at("/vault/status")).isEqualTo("active");
        assertThat(told.at("/vault/metadata/external_user_id")).isEqualTo("user_1");
        assertThat(told.json().at("/vault/archivedAt").isNull()).isTrue();

        var changed = server.patch(VAULTS + "/" + id, key, "{'description':null,'metadata':{'a':'b'}}")
                .is(200);
        assertThat(changed.at("/vault/name")).isEqualTo("Ann");
        assertThat(changed.json().at("/vault/description").isNull()).isTrue();
        assertThat(changed.json().at("/vault/metadata").toString()).isEqualTo("{\"a\":\"b\"}");
        assertThat(server.patch(VAULTS + "/" + id, key, "{'name':'Bea'}").at("/vault/metadata/a"))
                .isEqualTo("b");

        var shown = server.get(VAULTS + "/" + id, key).is(200);
        assertThat(shown.at("/name")).isEqualTo("Bea");
        assertThat(shown.at("/vault/name")).isEqualTo("Bea");
        assertThat(server.get("/api" + VAULTS, key).is(200).body()).contains(id);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                              | name
        {'name':'  '}                   | name
        {'name':7}                      | name
        {'name':'a','metadata':{'k':7}} | metadata.k
        {'name':'a','metadata':[]}      | metadata
        """)
    void what_cannot_be_meant_is_refused(String body, String says) {
        var told = server.post(VAULTS, key, body).refused(400, "validation_error");
        assertThat(told.at("/message")).contains(says);
        assertThat(told.at("/error/message")).isEqualTo(told.at("/message"));
        assertThat(told.at("/status")).isEqualTo("400");
    }

    @Test
    void limits_are_those_of_the_protocol() {
        server.post(VAULTS, key, "{'name':'" + "n".repeat(200) + "'}").is(201);
        server.post(VAULTS, key, "{'name':'" + "n".repeat(201) + "'}").refused(400, "validation_error");
        server.post(VAULTS, key, "{'name':'a','description':'" + "d".repeat(501) + "'}")
                .refused(400, "validation_error");
        server.post(VAULTS, key, labelled(16)).is(201);
        server.post(VAULTS, key, labelled(17)).refused(400, "validation_error");
        server.post(VAULTS, key, "{'name':'a','metadata':{'" + "k".repeat(65) + "':''}}")
                .refused(400, "validation_error");
        server.post(VAULTS, key, "{'name':'a','metadata':{'k':'" + "v".repeat(513) + "'}}")
                .refused(400, "validation_error");
    }

    private static String labelled(int pairs) {
        return IntStream.range(0, pairs)
                .mapToObj(n -> "'k" + n + "':'v'")
                .collect(Collectors.joining(",", "{'name':'labels','metadata':{", "}}"));
    }

    private static ApiServer.Told setDefault(String vault, String by) {
        return server.send(Ask.of("POST", VAULTS + "/" + vault + "/set-default").as(by));
    }

    @Test
    void there_is_one_default_and_it_comes_first() {
        var one = made("one");
        var two = made("two");
        setDefault(one, key).is(200);
        setDefault(two, key).is(200);

        var all = server.get(VAULTS, key).is(200);
        assertThat(all.at("/vaults/0/id")).isEqualTo(two);
        assertThat(all.at("/vaults/0/isDefault")).isEqualTo("true");
        var defaults = new HashMap<String, String>();
        all.json()
                .get("vaults")
                .forEach(vault -> defaults.merge(vault.at("/isDefault").asString(), "x", String::concat));
        assertThat(defaults.get("true")).isEqualTo("x");

        server.delete(VAULTS + "/" + two, key).is(200);
        assertThat(server.get(VAULTS + "/" + two, key).at("/isDefault")).isEqualTo("false");
        setDefault(two, key).refused(404, "not_found");
    }

    @Test
    void archiving_a_vault_destroys_its_secrets_and_forced_it_is_deleted() {
        var vault = made("ending");
        bound(vault, "https://mcp.linear.app/mcp");

        server.delete(VAULTS + "/" + vault + "?force=true", key).refused(409, "conflict");
        server.delete(VAULTS + "/" + vault + "?force=TRUE", key).is(200);
        var archived = server.get(VAULTS + "/" + vault, key).is(200);
        assertThat(archived.at("/status")).isEqualTo("archived");
        assertThat(archived.at("/archivedAt")).isNotEmpty();
        assertThat(archived.json().get("credentials").size()).isZero();
        assertThat(server.get(VAULTS, key).body()).contains(vault);

        server.delete(VAULTS + "/" + vault, key).refused(404, "not_found");
        server.patch(VAULTS + "/" + vault, key, "{'name':'x'}").refused(404, "not_found");
        server.post(VAULTS + "/" + vault + "/credentials", key, bearer("https://a.com"))
                .refused(404, "not_found");
        assertThat(server.delete(VAULTS + "/" + vault + "?force=true", key)
                        .is(200)
                        .body())
                .isEqualTo("{\"success\":true}");
        server.get(VAULTS + "/" + vault, key).refused(404, "not_found");
    }

    @Test
    void an_active_vault_without_credentials_is_deleted_by_force() {
        var vault = made("empty");
        server.delete(VAULTS + "/" + vault + "?force=true", key).is(200);
        server.get(VAULTS + "/" + vault, key).refused(404, "not_found");
    }

    @Test
    void a_strangers_vault_is_answered_as_one_that_does_not_exist() {
        var foreign = cast.newVault("foreign-vault").toString();
        var unknown = "00000000-0000-4000-8000-00000000abcd";
        for (var how : new String[] {
            "GET |",
            "PATCH |{'name':'a'}",
            "DELETE |",
            "DELETE ?force=true|",
            "POST /set-default|",
            "POST /credentials|{}",
            "PATCH /credentials/" + unknown + "|{}",
            "DELETE /credentials/" + unknown + "|"
        }) {
            var method = how.substring(0, how.indexOf(' '));
            var rest = how.substring(how.indexOf(' ') + 1, how.indexOf('|'));
            var body = how.substring(how.indexOf('|') + 1);
            assertThat(asked(method, foreign, rest, body)).as(how).isEqualTo(asked(method, unknown, rest, body));
            assertThat(asked(method, foreign, rest, body)).as(how).startsWith("404 ");
        }
        assertThat(server.get(VAULTS, key).body()).doesNotContain(foreign);
    }

    private static String asked(String method, String vault, String rest, String body) {
        var ask = Ask.of(method, VAULTS + "/" + vault + rest).as(key);
        return server.send(body.isEmpty() ? ask : ask.json(body)).essence();
    }

    @Test
    void every_rendering_of_an_id_is_taken() {
        var vault = made("rendered");
        for (var id : new String[] {vault, vault.toUpperCase(Locale.ROOT), "vault_" + vault.replace("-", "")}) {
            assertThat(server.get(VAULTS + "/" + id, key).is(200).at("/id")).isEqualTo(vault);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"member", "proxy"})
    void what_a_role_does_not_allow_is_refused(String role) {
        var vault = cast.newVault("role-" + role);
        var weak = cast.apiKeyIn("weak-" + role, vault, VaultRole.valueOf(role.toUpperCase(Locale.ROOT)));

        server.get(VAULTS + "/" + vault, weak).is(200);
        server.patch(VAULTS + "/" + vault, weak, "{'name':'a'}").refused(403, "forbidden");
        server.delete(VAULTS + "/" + vault, weak).refused(403, "forbidden");
        setDefault(vault.toString(), weak).refused(403, "forbidden");
        var told = server.post(VAULTS + "/" + vault + "/credentials", weak, bearer("https://a.com"));
        assertThat(told.status()).isEqualTo(role.equals("member") ? 201 : 403);
    }

    @Test
    void a_vault_tells_which_agents_find_what_in_it() {
        var vault = made("covering");
        var credential = server.post(
                        VAULTS + "/" + vault + "/credentials",
                        key,
                        "{'serverUrl':'https://mcp.notion.com/mcp','name':'Notion','auth':{'type':'bearer','token':'t'}}")
                .is(201)
                .at("/credential/id");
        server.put(
                        "/api/v1/agents/covered-agent",
                        key,
                        "{'mcpServers':[{'name':'notion','url':'https://mcp.notion.com/mcp'},"
                                + "{'name':'linear','url':'https://mcp.linear.app/mcp'}]}")
                .is(200);

        var shown = server.get(VAULTS + "/" + vault, key).is(200);
        assertThat(shown.json().at("/coverage").toString())
                .isEqualTo("{\"active\":[\"mcp.notion.com\"],\"missing\":[\"mcp.linear.app\"]}");
        assertThat(shown.at("/agents/0/slug")).isEqualTo("covered-agent");
        assertThat(shown.at("/agents/0/servers/0/status")).isEqualTo("ready");
        assertThat(shown.at("/agents/0/servers/0/credentialId")).isEqualTo(credential);
        assertThat(shown.at("/agents/0/servers/0/credentialName")).isEqualTo("Notion");
        assertThat(shown.at("/agents/0/servers/1/status")).isEqualTo("missing_credential");
    }

    @Test
    void an_agent_tells_of_its_vaults_those_that_the_caller_has_a_role_in() {
        var vault = made("pinned");
        var defined = server.put("/api/v1/agents/pinned-agent", key, "{'vaultIds':['" + vault + "']}")
                .is(200);
        assertThat(defined.at("/vaultIds/0")).isEqualTo(vault);
        var other = cast.apiKeyIn("elsewhere", cast.newVault("elsewhere"), VaultRole.MEMBER);

        var shown = server.get("/api/v1/agents/pinned-agent", other).is(200);
        assertThat(shown.json().get("vaultIds")).isEmpty();
        assertThat(server.get("/api/v1/agents", other).is(200).body()).doesNotContain(vault);
    }

    @Test
    void keys_alone_and_people_may_ask() {
        server.get(VAULTS, cast.agentIn("some-bot", cast.vault("default"), VaultRole.ADMIN))
                .refused(403, "api_key_required");
        server.get(VAULTS, cast.session(cast.vault("default"), VaultRole.ADMIN)).refused(403, "api_key_required");
        server.get(VAULTS, "").refused(401, "authorization_required");
        server.get(VAULTS, cast.ownerToken).is(200);
    }
}
