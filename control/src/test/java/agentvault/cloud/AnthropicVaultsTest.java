package agentvault.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.CloudServer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnthropicVaultsTest {

    private static final String BASE = CloudServer.ANTHROPIC;
    private static final String VARIABLE = """
            {'auth':{'type':'environment_variable','secret_name':'DEPLOY_TOKEN','secret_value':'s3cret',
            'networking':{'type':'limited','allowed_hosts':['api.example.com','*.example.org']}}}""";
    private static final String OAUTH = """
            {'display_name':'Notion','auth':{'type':'mcp_oauth','mcp_server_url':'https://mcp.notion.com/mcp',
            'access_token':'first','refresh':{'token_endpoint':'https://auth.notion.com/token','client_id':'c',
            'refresh_token':'r1','scope':'read','token_endpoint_auth':{'type':'none'}}}}""";

    @TempDir
    private Path root;

    private CloudServer cloud;
    private ApiServer server;
    private String vault = "";

    @BeforeEach
    void start() {
        cloud = CloudServer.start(root);
        server = cloud.server;
        vault = "/vaults/" + post("/vaults", "{'display_name':'Work'}").is(200).at("/id");
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Told post(String path, String json) {
        return server.send(
                Ask.of("POST", BASE + path).header("X-Api-Key", cloud.key).json(json));
    }

    private Told get(String path) {
        return cloud.get(BASE + path);
    }

    private static String bearer(String url) {
        return "{'auth':{'type':'static_bearer','mcp_server_url':'%s','token':'t0ken'}}".formatted(url);
    }

    private String made(String credential) {
        return vault + "/credentials/"
                + post(vault + "/credentials", credential).is(200).at("/id");
    }

    @Test
    void a_vault_is_made_renamed_labelled_listed_archived_and_deleted() {
        assertThat(vault).matches("/vaults/vlt_01.{22}");
        post(vault, "{'metadata':{'a':'b','c':'d'}}").is(200);
        var changed = post(vault + "?beta=true", "{'display_name':'Play','metadata':{'a':null}}")
                .is(200);

        assertThat(changed.at("/display_name")).isEqualTo("Play");
        assertThat(changed.json().get("metadata").toString()).isEqualTo("{\"c\":\"d\"}");
        assertThat(post(vault, "{'display_name':null}").is(200).at("/display_name"))
                .isEqualTo("Play");
        assertThat(get("/vaults").is(200).at("/data/0/id")).isEqualTo(changed.at("/id"));
        assertThat(post(vault + "/archive", "")
                        .is(200)
                        .json()
                        .get("archived_at")
                        .isNull())
                .isFalse();
        post(vault, "{'display_name':'Late'}").refused(409, "archived");
        assertThat(server.delete(BASE + vault, cloud.key).is(200).at("/type")).isEqualTo("vault_deleted");
        get(vault).refused(404, "not_found");
    }

    @Test
    void a_limit_beyond_a_hundred_is_refused() {
        get("/vaults?limit=101").refused(400, "invalid_request");
    }

    @Test
    void a_credential_is_always_a_vault_credential_and_keeps_its_name() {
        var shown = get(made(OAUTH)).is(200);

        assertThat(shown.at("/type")).isEqualTo("vault_credential");
        assertThat(shown.at("/display_name")).isEqualTo("Notion");
        assertThat(shown.at("/auth/refresh/scope")).isEqualTo("read");
        assertThat(shown.json().at("/auth/expires_at").isNull()).isTrue();
        assertThat(shown.body()).doesNotContain("first", "r1");
    }

    @Test
    void one_active_credential_for_each_server_and_at_most_twenty() {
        var first = made(bearer("https://s0.example.com/mcp"));
        post(vault + "/credentials", bearer("https://S0.example.com/mcp/")).refused(409, "conflict");
        for (int i = 1; i < 20; i++) made(bearer("https://s" + i + ".example.com/mcp"));
        post(vault + "/credentials", bearer("https://s20.example.com/mcp")).refused(400, "too_many_credentials");
        post(first + "/archive", "").is(200);

        made(bearer("https://s0.example.com/mcp"));
    }

    @Test
    void the_owners_say_how_many_credentials_a_vault_gets() {
        limit(1);
        made(bearer("https://s0.example.com/mcp"));
        post(vault + "/credentials", bearer("https://s1.example.com/mcp")).refused(400, "too_many_credentials");
        limit(0);
        for (int i = 1; i <= 21; i++) made(bearer("https://s" + i + ".example.com/mcp"));
    }

    private void limit(int most) {
        server.put("/v1/admin/settings", cloud.cast.ownerToken, "{'credentials_per_vault':" + most + "}")
                .is(200);
    }

    @Test
    void an_environment_variable_shows_where_it_goes_and_nothing_of_its_value() {
        var shown = post(vault + "/credentials", VARIABLE).is(200);

        assertThat(shown.json().at("/auth/networking/allowed_hosts").toString())
                .isEqualTo("[\"api.example.com\",\"*.example.org\"]");
        assertThat(shown.json().at("/auth/injection_location").toString()).isEqualTo("{\"header\":true,\"body\":true}");
        assertThat(shown.body()).doesNotContain("s3cret", "secret_value");
        post(vault + "/credentials", VARIABLE).refused(409, "conflict");
    }

    @Test
    void the_places_and_hosts_of_a_variable_are_changed_and_one_place_stays() {
        var path = made(VARIABLE);
        var header = post(path, "{'auth':{'type':'environment_variable','injection_location':{'body':false}}}")
                .is(200);
        assertThat(header.json().at("/auth/injection_location").toString())
                .isEqualTo("{\"header\":true,\"body\":false}");
        post(path, "{'auth':{'type':'environment_variable','injection_location':{'header':false}}}")
                .refused(400, "invalid_request");
        var wide = post(path, "{'auth':{'type':'environment_variable','networking':{'type':'unrestricted'}}}")
                .is(200);

        assertThat(wide.at("/auth/networking/type")).isEqualTo("unrestricted");
        assertThat(wide.at("/auth/secret_name")).isEqualTo("DEPLOY_TOKEN");
        post(path, "{'auth':{'type':'environment_variable','secret_name':'OTHER'}}")
                .refused(400, "invalid_request");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "auth.networking | {'type':'environment_variable','secret_name':'A_B','secret_value':'v'}",
                "auth.networking.allowed_hosts[0] | {'type':'environment_variable','secret_name':'A_B','secret_value':'v',"
                        + "'networking':{'type':'limited','allowed_hosts':['https://a.com']}}",
                "auth.networking.allowed_hosts | {'type':'environment_variable','secret_name':'A_B','secret_value':'v',"
                        + "'networking':{'type':'limited','allowed_hosts':[]}}",
                "auth.injection_location | {'type':'environment_variable','secret_name':'A_B','secret_value':'v',"
                        + "'networking':{'type':'unrestricted'},'injection_location':null}",
                "auth.injection_location | {'type':'environment_variable','secret_name':'A_B','secret_value':'v',"
                        + "'networking':{'type':'unrestricted'},'injection_location':{}}",
                "auth.secret_name | {'type':'environment_variable','secret_name':'A-B','secret_value':'v'}",
                "auth.expires_at | {'type':'mcp_oauth','mcp_server_url':'https://a.com/x','access_token':'v',"
                        + "'expires_at':'2020-01-01T00:00:00Z'}",
                "auth.mcp_server_url | {'type':'static_bearer','mcp_server_url':'https://*.a.com/x','token':'v'}",
                "auth.mcp_server_url | {'type':'static_bearer','mcp_server_url':'https://10.0.0.1/x','token':'v'}",
                "auth.type | {'type':'basic'}",
            })
    void what_is_unfit_is_named(String param, String auth) {
        var told = post(vault + "/credentials", "{'auth':%s}".formatted(auth)).refused(400, "invalid_request");

        assertThat(told.at("/error/param")).isEqualTo(param);
    }

    @Test
    void new_tokens_stand_beside_those_that_stay() {
        var path = made(OAUTH);
        var changed = post(path, """
                {'auth':{'type':'mcp_oauth','access_token':'second','expires_at':'2026-05-18T10:00:00Z',
                'refresh':{'scope':''}}}""").is(200);

        assertThat(changed.at("/auth/expires_at")).isEqualTo("2026-05-18T10:00:00Z");
        assertThat(changed.json().at("/auth/refresh/scope").isNull()).isTrue();
        assertThat(post(path + "/mcp_oauth_validate", "")
                        .is(200)
                        .json()
                        .get("has_refresh_token")
                        .booleanValue())
                .isTrue();
        post(path, "{'auth':{'type':'mcp_oauth','refresh':{'client_id':'other'}}}")
                .refused(400, "invalid_request");
        post(path, """
                {'auth':{'type':'mcp_oauth','refresh':{'token_endpoint_auth':{'type':'client_secret_post',
                'client_secret':'s'}}}}""").refused(400, "invalid_request");
    }

    @Test
    void what_qoder_made_is_here_in_this_protocols_shape() {
        var made = server.post("/api/v1/cloud/vaults", cloud.key, """
                {'display_name':'Q','credentials':[{'mcp_server_url':'https://mcp.github.com/sse','protocol':'sse',
                'type':'static_bearer','access_token':'ghp'}]}""").is(201);
        var list = get("/vaults/" + made.at("/id") + "/credentials").is(200);

        assertThat(list.at("/data/0/type")).isEqualTo("vault_credential");
        assertThat(list.json().at("/data/0").has("protocol")).isFalse();
        assertThat(list.at("/data/0/id")).startsWith("vcrd_01");
        server.pass(Duration.ofSeconds(1));
        made(bearer("https://mcp.linear.app/mcp"));
        var theirs =
                server.get("/api/v1/cloud" + vault + "/credentials", cloud.key).is(200);
        assertThat(theirs.at("/data/0/type")).isEqualTo("vault_credential");
    }
}
