package agentvault.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.CloudServer;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QoderVaultsTest {

    private static final String BASE = CloudServer.QODER;
    private static final String GITHUB = """
            {'mcp_server_url':'https://mcp.github.com/sse','protocol':'sse','type':'static_bearer',
            'access_token':'ghp_xxxxxxxxxxxx'}""";
    private static final String JIRA = """
            {'auth':{'type':'static_bearer','mcp_server_url':'https://jira.example.com/mcp','token':'jira_token'},
            'display_name':'Jira','metadata':{'team':'a'}}""";

    @TempDir
    private Path root;

    private CloudServer cloud;
    private ApiServer server;

    @BeforeEach
    void start() {
        cloud = CloudServer.start(root);
        server = cloud.server;
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Told post(String path, String json) {
        return cloud.qoder(path, json);
    }

    private Told get(String path) {
        return cloud.get(BASE + path);
    }

    private String vault(String credentials) {
        return post("/vaults", "{'display_name':'My GitHub credentials','credentials':[%s]}".formatted(credentials))
                .is(201)
                .at("/id");
    }

    private String inVault(String credential) {
        var vault = vault("");
        return "/vaults/" + vault + "/credentials/"
                + post("/vaults/" + vault + "/credentials", credential).is(201).at("/id");
    }

    @Test
    void a_vault_is_made_with_credentials_and_shows_no_token() {
        var made = post("/vaults", "{'display_name':'My GitHub credentials','credentials':[%s]}".formatted(GITHUB));

        made.is(201);
        assertThat(made.at("/id")).matches("vault_[0-9a-f]{32}");
        assertThat(made.at("/status")).isEqualTo("active");
        assertThat(made.at("/created_at")).isEqualTo("2026-05-18T08:00:00Z");
        assertThat(made.json().get("metadata")).isEmpty();
        var credential = made.json().get("credentials").get(0);
        assertThat(credential.get("mcp_server_url").stringValue()).isEqualTo("https://mcp.github.com/sse");
        assertThat(credential.get("protocol").stringValue()).isEqualTo("sse");
        assertThat(credential.get("type").stringValue()).isEqualTo("static_bearer");
        assertThat(credential.get("vault_id").stringValue()).isEqualTo(made.at("/id"));
        assertThat(made.body()).doesNotContain("access_token", "ghp_xxxxxxxxxxxx");
        assertThat(get("/vaults/" + made.at("/id")).is(200).json()).isEqualTo(made.json());
    }

    @Test
    void a_vault_whose_credentials_cannot_be_made_is_not_made() {
        post("/vaults", "{'display_name':'Twice','credentials':[%s,%s]}".formatted(GITHUB, GITHUB))
                .refused(409, "conflict");
        post("/vaults", "{'display_name':'None','credentials':[%s,{}]}".formatted(GITHUB))
                .refused(400, "invalid_request");

        assertThat(get("/vaults?name=twice").json().get("data")).isEmpty();
        assertThat(get("/vaults?name=none").json().get("data")).isEmpty();
    }

    @Test
    void both_generations_are_answered_in_the_shape_in_which_they_were_made() {
        var vault = vault(GITHUB);
        var nested = post("/vaults/" + vault + "/credentials", JIRA).is(201);

        assertThat(nested.at("/type")).isEqualTo("vault_credential");
        assertThat(nested.at("/auth/mcp_server_url")).isEqualTo("https://jira.example.com/mcp");
        assertThat(nested.at("/metadata/team")).isEqualTo("a");
        assertThat(nested.json().get("display_name").isNull()).isTrue();
        assertThat(nested.json().has("protocol")).isFalse();
        assertThat(nested.body()).doesNotContain("jira_token");
        var list = get("/vaults/" + vault + "/credentials").is(200);
        assertThat(list.at("/data/0/type")).isEqualTo("vault_credential");
        assertThat(list.at("/data/1/type")).isEqualTo("static_bearer");
        assertThat(list.at("/data/1/auth/type")).isEqualTo("static_bearer");
    }

    @Test
    void a_token_is_rotated_by_deleting_and_making_anew() {
        var vault = vault(GITHUB);
        var first = get("/vaults/" + vault).at("/credentials/0/id");
        post("/vaults/" + vault + "/credentials", GITHUB.replace("github.com/sse", "GitHub.com:443/sse/"))
                .refused(409, "conflict");

        var deleted = server.delete(BASE + "/vaults/" + vault + "/credentials/" + first, cloud.key);

        deleted.is(200);
        assertThat(deleted.at("/id")).isEqualTo(first);
        assertThat(deleted.at("/type")).isEqualTo("vault_credential_deleted");
        post("/vaults/" + vault + "/credentials", GITHUB).is(201);
        get("/vaults/" + vault + "/credentials/" + first).refused(404, "not_found");
    }

    @Test
    void an_archived_credential_is_read_and_never_changed_and_frees_its_url() {
        var path = inVault(GITHUB);

        assertThat(post(path + "/archive", "").is(200).at("/status")).isEqualTo("archived");

        post(path + "/archive", "").refused(409, "archived");
        post(path, "{'auth':{'type':'static_bearer','token':'other'}}").refused(409, "archived");
        assertThat(get(path).is(200).at("/archived_at")).isEqualTo("2026-05-18T08:00:00Z");
        var all = path.substring(0, path.lastIndexOf('/'));
        assertThat(get(all).json().get("data")).isEmpty();
        assertThat(get(all + "?include_archived=true").json().get("data")).hasSize(1);
        assertThat(get(all + "?status=archived").json().get("data")).hasSize(1);
        post(all, GITHUB).is(201);
    }

    @Test
    void an_archived_vault_is_read_until_it_is_deleted() {
        var vault = "/vaults/" + vault(GITHUB);
        var archived = post(vault + "/archive", "").is(200);

        assertThat(archived.at("/status")).isEqualTo("archived");
        assertThat(archived.json().has("credentials")).isFalse();
        post(vault + "/credentials", GITHUB).refused(409, "archived");
        assertThat(get(vault).is(200).json().get("credentials")).isEmpty();
        assertThat(get(vault + "/credentials?status=archived").is(200).json().get("data"))
                .hasSize(1);
        assertThat(server.delete(BASE + vault, cloud.key).is(200).at("/type")).isEqualTo("vault_deleted");
        get(vault).refused(404, "not_found");
    }

    @Test
    void an_update_replaces_the_token_and_patches_labels_and_nothing_else() {
        var path = inVault(JIRA);
        server.pass(Duration.ofSeconds(5));

        var changed = post(path, "{'auth':{'type':'static_bearer','token':'second'},'metadata':{'team':null,'b':'c'}}")
                .is(200);

        assertThat(changed.json().get("metadata").toString()).isEqualTo("{\"b\":\"c\"}");
        assertThat(changed.at("/updated_at")).isEqualTo("2026-05-18T08:00:05Z");
        assertThat(post(path, "{'metadata':null}").is(200).json().get("metadata"))
                .isEmpty();
        post(path, "{'auth':{'type':'mcp_oauth'}}").refused(400, "invalid_request");
        post(path, "{'auth':{'type':'static_bearer','mcp_server_url':'https://other.example.com/mcp'}}")
                .refused(400, "invalid_request");
        post(path, "{'auth':{'type':'static_bearer','mcp_server_url':'https://JIRA.example.com/mcp/'}}")
                .is(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "display_name | {}",
                "display_name | {'display_name':''}",
                "credentials[0].mcp_server_url | {'display_name':'A','credentials':[{'protocol':'sse'}]}",
                "credentials[0].protocol | {'display_name':'A','credentials':[{'mcp_server_url':'https://a.com/x'}]}",
                "metadata | {'display_name':'A','metadata':{'':'b'}}",
                "metadata.a | {'display_name':'A','metadata':{'a':7}}",
            })
    void what_is_unfit_is_named(String param, String body) {
        assertThat(post("/vaults", body).refused(400, "invalid_request").at("/error/param"))
                .isEqualTo(param);
    }

    @Test
    void a_token_that_is_missing_empty_or_in_two_shapes_is_refused_and_never_repeated() {
        var credentials = "/vaults/" + vault("") + "/credentials";
        post(credentials, GITHUB.replace("access_token", "token")).refused(400, "invalid_request");
        post(credentials, GITHUB.replace("ghp_xxxxxxxxxxxx", "")).refused(400, "invalid_request");
        var mixed = post(credentials, JIRA.replace("'display_name'", "'access_token':'ghp_twice','display_name'"))
                .refused(400, "invalid_request");
        var type =
                post(credentials, GITHUB.replace("static_bearer", "ghp_type")).refused(400, "invalid_request");

        assertThat(mixed.body()).doesNotContain("ghp_twice", "jira_token");
        assertThat(type.body()).doesNotContain("ghp_type", "ghp_xxxxxxxxxxxx");
    }

    @Test
    void what_is_not_the_callers_is_answered_to_the_byte_like_what_does_not_exist() {
        var foreign = IdForm.HEX.render(IdKind.VAULT, cloud.cast.newVault("foreign"));
        var unknown = "vault_" + "0".repeat(32);
        for (var path : List.of("", "/credentials", "/credentials/vcred_" + "0".repeat(32))) {
            assertThat(get("/vaults/" + foreign + path).is(404).essence())
                    .isEqualTo(get("/vaults/" + unknown + path).is(404).essence())
                    .isEqualTo(get("/vaults/nonsense" + path).is(404).essence());
        }
        assertThat(server.delete(BASE + "/vaults/" + foreign, cloud.key).essence())
                .isEqualTo(server.delete(BASE + "/vaults/" + unknown, cloud.key).essence());
        assertThat(get("/vaults").body()).doesNotContain(foreign);
    }

    @Test
    void a_vault_goes_by_its_id_in_every_rendering() {
        var id = IdForm.parse(IdKind.VAULT, vault("")).orElseThrow();

        for (var form : IdForm.values())
            get("/vaults/" + form.render(IdKind.VAULT, id)).is(200);
    }

    @Test
    void lists_are_walked_by_page_and_by_id_in_both_directions() {
        var made = new ArrayList<String>();
        for (int i = 0; i < 5; i++) {
            server.pass(Duration.ofSeconds(1));
            made.addFirst(vault(""));
        }
        var first = get("/vaults?limit=2").is(200);
        assertThat(ids(first)).containsExactlyElementsOf(made.subList(0, 2));
        assertThat(first.json().get("has_more").booleanValue()).isTrue();
        assertThat(first.at("/last_id")).isEqualTo(made.get(1));

        var next = get("/vaults?limit=2&page=" + first.at("/next_page")).is(200);
        assertThat(ids(next)).containsExactlyElementsOf(made.subList(2, 4));
        assertThat(next.essence())
                .isEqualTo(get("/vaults?limit=2&after_id=" + made.get(1)).essence());
        assertThat(ids(get("/vaults?limit=2&before=" + made.get(2)).is(200)))
                .containsExactlyElementsOf(made.subList(0, 2));
        get("/vaults?after_id=%s&before_id=%s".formatted(made.get(1), made.get(2)))
                .refused(400, "invalid_request");
        get("/vaults?limit=0").refused(400, "invalid_request");
        get("/vaults?limit=500").is(200);
        get("/vaults?page=x").refused(400, "invalid_request");
        assertThat(get("/vaults?limit=100").json().get("next_page").isNull()).isTrue();
    }

    private static List<String> ids(Told list) {
        return list.json()
                .get("data")
                .valueStream()
                .map(item -> item.get("id").stringValue())
                .toList();
    }

    private Told keyed(String path, String idempotencyKey, String json) {
        return server.send(
                Ask.of("POST", BASE + path).as(cloud.key).json(json).header("Idempotency-Key", idempotencyKey));
    }

    @Test
    void a_request_with_an_idempotency_key_is_carried_out_once() {
        var body = "{'display_name':'Once','credentials':[%s]}".formatted(GITHUB);
        var first = keyed("/vaults", "5f1c", body).is(201);

        assertThat(keyed("/vaults", "5f1c", body).is(201).json()).isEqualTo(first.json());
        keyed("/vaults", "5f1c", "{'display_name':'Other'}").refused(409, "idempotency_conflict");
        assertThat(get("/vaults?name=once").json().get("data")).hasSize(1);
        server.pass(Duration.ofHours(24));
        keyed("/vaults", "5f1c", body).is(201);
        assertThat(get("/vaults?name=once").json().get("data")).hasSize(2);
    }

    @Test
    void a_refused_request_does_not_use_up_its_idempotency_key() {
        keyed("/vaults", "a", "{'display_name':''}").refused(400, "invalid_request");
        keyed("/vaults", "a", "{'display_name':'Well'}").is(201);
        var vault = vault("");
        keyed("/vaults/" + vault + "/archive", "b", "").is(200);
        keyed("/vaults/" + vault + "/archive", "b", "").is(200);
    }

    @Test
    void only_keys_and_people_come_in_and_by_authorization_alone() {
        server.send(Ask.of("GET", BASE + "/vaults").header("X-Api-Key", cloud.key))
                .refused(401, "authorization_required");
        server.send(Ask.of("GET", BASE + "/vaults").as("pt-nobody")).refused(401, "invalid_session");
        server.get(BASE + "/vaults", cloud.cast.ownerToken).is(200);
        server.get(BASE + "/vaults", cloud.cast.session(cloud.cast.vault("default"), VaultRole.PROXY))
                .refused(403, "api_key_required");
        var told = get("/vaults/none").is(404);
        assertThat(told.header("request-id")).isPresent().isEqualTo(told.header("x-request-id"));
    }

    @Test
    void oauth_is_begun_by_a_key_and_ended_by_whatever_browser_comes_back() {
        var vault = vault("");
        var asked = "{'vault_id':'%s','mcp_server_url':'https://mcp.example.com/mcp'}".formatted(vault);
        var started = post("/oauth/start", asked).is(200);

        assertThat(started.at("/authorization_url"))
                .startsWith("https://auth.example.com/authorize?response_type=code&client_id=registered")
                .contains("code_challenge_method=S256", "scope=read+write", "state=" + started.at("/state"));
        assertThat(started.at("/callback_origin")).isEqualTo(server.origin());
        var credentials = "/vaults/" + vault + "/credentials";
        assertThat(get(credentials).at("/data/0/auth/type")).isEqualTo("mcp_oauth");
        var path = "/v1/oauth/callback?code=c&state=" + started.at("/state");
        assertThat(server.get(path, "").is(303).header("Location").orElse("")).contains("status=success");
        assertThat(server.get(path, "").is(200).body()).doesNotContain("access-token");
        var id = get(credentials).at("/data/0/id");
        assertThat(post(credentials + "/" + id + "/mcp_oauth_validate", "")
                        .is(200)
                        .at("/refresh/status"))
                .isIn("succeeded", "");
        post("/oauth/start", asked).is(200);
        assertThat(get(credentials).json().get("data")).hasSize(1);
        post("/oauth/start", asked.replace("mcp.example.com", "other.example.com"))
                .refused(400, "oauth_failed");
    }

    @Test
    void an_oauth_credential_is_validated_by_renewing_it() {
        var path = inVault("""
                {'auth':{'type':'mcp_oauth','mcp_server_url':'https://mcp.notion.com/mcp','access_token':'first',
                'expires_at':'2026-05-18T09:00:00Z','refresh':{'token_endpoint':'https://auth.notion.com/token',
                'client_id':'c','refresh_token':'r1','token_endpoint_auth':{'type':'client_secret_post',
                'client_secret':'s1'}}}}""");
        var shown = get(path).is(200);
        assertThat(shown.at("/auth/refresh/token_endpoint_auth/type")).isEqualTo("client_secret_post");
        assertThat(shown.body()).doesNotContain("first", "r1", "s1", "client_secret\"");

        var good = post(path + "/mcp_oauth_validate", "{}").is(200);
        assertThat(good.at("/status")).isEqualTo("valid");
        assertThat(good.at("/refresh/status")).isEqualTo("succeeded");
        server.servers.refusal = "invalid_grant";
        server.pass(Duration.ofMinutes(2));
        var bad = post(path + "/mcp_oauth_validate", "").is(200);
        assertThat(bad.at("/status")).isEqualTo("invalid");
        assertThat(bad.body()).doesNotContain("access-token", "refresh-token");
        post(inVault(GITHUB) + "/mcp_oauth_validate", "").refused(400, "invalid_request");
    }
}
