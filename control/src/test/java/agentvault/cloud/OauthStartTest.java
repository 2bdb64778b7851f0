package agentvault.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Told;
import agentvault.control.CloudServer;
import agentvault.control.PretendedServers;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.AuthorizationServers.Guarded;
import agentvault.workspace.AuthorizationServers.Registered;
import agentvault.workspace.Office;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OauthStartTest {

    private static final String BASE = CloudServer.QODER;
    private static final String URL = "https://mcp.example.com/mcp";

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
        return cloud.qoder(path, json);
    }

    private Told started(String more) {
        return post("/oauth/start", "{'vault_id':'" + vault + "','mcp_server_url':'" + URL + "'" + more + "}");
    }

    private int credentials() {
        return cloud.get(BASE + "/vaults/" + vault + "/credentials")
                .json()
                .get("data")
                .size();
    }

    private void agreed(Told started) {
        var path = "/v1/oauth/callback?code=c&state=" + started.at("/state");
        assertThat(server.get(path, "").is(303).header("Location").orElse("")).contains("status=success");
    }

    @Test
    void what_others_say_of_no_use_is_told_by_a_code_and_nothing_is_made() {
        server.servers.guarded = new Guarded.Failed("metadata_elsewhere");
        assertThat(started("").refused(502, "oauth_server_unusable").at("/error/message"))
                .endsWith(": metadata_elsewhere");
        server.servers.guarded = new Guarded.By("https://other.example.com", "", URL);
        started("").refused(502, "oauth_server_unusable");
        server.servers.guarded = new Guarded.By("https://auth.example.com", "", URL);
        server.servers.discovered = new Discovered.Failed("no_pkce_s256");
        started("").refused(502, "oauth_server_unusable");
        server.servers.discovered = PretendedServers.found("https://auth.example.com/register");
        server.servers.registered = new Registered.Failed("no_json");
        assertThat(started("").refused(502, "oauth_server_unusable").at("/error/type"))
                .isEqualTo("api_error");
        server.servers.guarded = new Guarded.Unsaid();
        started("").refused(400, "oauth_failed");

        assertThat(credentials()).isZero();
    }

    @Test
    void who_registers_nobody_needs_a_client_id() {
        server.servers.discovered = PretendedServers.found("");

        started("").refused(400, "oauth_failed");
        assertThat(started(",'client_id':'mine'").is(200).at("/authorization_url"))
                .contains("client_id=mine");
        assertThat(server.servers.registrations).hasValue(0);
    }

    @Test
    void who_was_registered_is_not_registered_once_more_and_keeps_its_tokens() {
        agreed(started("").is(200));
        started("").is(200);

        assertThat(server.servers.registrations).hasValue(1);
        assertThat(credentials()).isEqualTo(1);
        var id = cloud.get(BASE + "/vaults/" + vault + "/credentials").at("/data/0/id");
        post("/vaults/" + vault + "/credentials/" + id + "/mcp_oauth_validate", "")
                .is(200);
        assertThat(server.mcp.shown).containsExactly(URL + " access-token");
    }

    @Test
    void a_client_that_was_given_a_secret_shows_it() {
        server.servers.registered = new Registered.Client(
                "confidential",
                ClientAuthentication.CLIENT_SECRET_BASIC,
                Map.of(Part.CLIENT_SECRET, Office.secret("s3cret")));
        var told = started("").is(200);

        assertThat(told.body()).contains("client_id=confidential").doesNotContain("s3cret");
        agreed(told);
        assertThat(cloud.get(BASE + "/vaults/" + vault + "/credentials")
                        .at("/data/0/auth/refresh/token_endpoint_auth/type"))
                .isEqualTo("client_secret_basic");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'vault_id':'VAULT','mcp_server_url':'http://mcp.example.com/mcp'",
                "'vault_id':'VAULT','mcp_server_url':'https://10.0.0.1/mcp'",
                "'vault_id':'VAULT','mcp_server_url':'https://*.example.com/mcp'",
                "'vault_id':'VAULT'",
                "'mcp_server_url':'https://mcp.example.com/mcp'",
                "'vault_id':'VAULT','mcp_server_url':'https://mcp.example.com/mcp','client_secret':'s'",
                "'vault_id':'VAULT','mcp_server_url':'https://mcp.example.com/mcp','client_id':'a\\u0000b'"
            })
    void what_is_unfit_is_refused(String body) {
        post("/oauth/start", "{" + body.replace("VAULT", vault) + "}").refused(400, "invalid_request");
        assertThat(credentials()).isZero();
    }

    @Test
    void nobody_elsewhere_is_asked_for_who_may_not_or_cannot() {
        server.servers.guarded = new Guarded.Failed("was_asked");
        var other = cloud.anotherKey("other");
        var body = "{'vault_id':'" + vault + "','mcp_server_url':'" + URL + "'}";
        server.post(BASE + "/oauth/start", other, body).refused(404, "not_found");
        post("/vaults/" + vault + "/credentials", """
            {'auth':{'type':'static_bearer','mcp_server_url':'https://mcp.example.com/mcp','token':'t'}}\
            """).is(201);
        started("").refused(409, "conflict");
        post("/vaults/" + vault + "/archive", "").is(200);
        started("").refused(409, "archived");
    }
}
