package agentvault.tokens;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.question.Question;
import agentvault.question.ToldSite;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.AuthorizationServers.Guarded;
import agentvault.workspace.AuthorizationServers.Registered;
import agentvault.workspace.Office;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Over real TLS, against a site that is an MCP server and its authorization server at once.
class DiscoveryTest {

    private static final String HOST = "mcp.example.com";
    private static final String METADATA = "/.well-known/oauth-protected-resource";
    private static final String SERVER = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    @TempDir
    Path folder;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Said> said = new ConcurrentHashMap<>();
    private ToldSite site;
    private HttpAuthorizationServers servers;

    private record Said(int status, String body, String challenge) {}

    @BeforeEach
    void open() throws IOException {
        site = new ToldSite(folder, HOST, this::answer);
        servers = new HttpAuthorizationServers(site.questions(), Duration.ofSeconds(5));
    }

    @AfterEach
    void close() {
        site.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var path = exchange.getRequestURI().getPath();
        heard.add(exchange.getRequestMethod() + " " + path + " " + sent);
        var answer = said.getOrDefault(path, new Said(404, "nothing here", ""));
        if (!answer.challenge().isEmpty()) exchange.getResponseHeaders().set("WWW-Authenticate", answer.challenge());
        exchange.getResponseHeaders().set("Location", url("/elsewhere"));
        exchange.sendResponseHeaders(answer.status(), 0);
        exchange.getResponseBody().write(answer.body().getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private String url(String path) {
        return site.url(path);
    }

    private void says(String path, String json) {
        said.put(path, new Said(200, json.replace('\'', '"').replace("HERE", url("")), ""));
    }

    private void challenges(String challenge) {
        said.put("/a/mcp", new Said(401, "", challenge.replace("HERE", url(""))));
    }

    private Guarded guarded() {
        return servers.guarded(url("/a/mcp"));
    }

    private Guarded.By by(String scope, String resource) {
        return new Guarded.By(url("/tenant"), scope, url(resource));
    }

    @Test
    void a_server_says_where_its_metadata_is() {
        challenges("Basic realm=\"a\", Bearer realm=\"b, c\", resource_metadata=\"HERE/meta\", scope=\"read\"");
        says("/meta", "{'resource':'HERE/a/mcp','authorization_servers':['HERE/tenant'],'scopes_supported':['all']}");

        assertThat(guarded()).isEqualTo(by("read", "/a/mcp"));
        assertThat(heard).hasSize(2);
        assertThat(heard.getFirst()).startsWith("POST /a/mcp {\"jsonrpc\"");
    }

    @Test
    void else_it_is_looked_for_below_the_path_and_at_the_root() {
        says(METADATA, "{'resource':'HERE','authorization_servers':['HERE/tenant'],'scopes_supported':['r','w']}");

        assertThat(guarded()).isEqualTo(by("r w", ""));
        assertThat(heard.subList(1, 3)).containsExactly("GET " + METADATA + "/a/mcp ", "GET " + METADATA + " ");
        says(METADATA + "/a/mcp", "{'resource':'HERE/a/mcp/','authorization_servers':['HERE/tenant']}");
        assertThat(guarded()).isEqualTo(by("", "/a/mcp/"));
    }

    @Test
    void a_server_that_says_nothing_is_not_asked_for_tokens() {
        assertThat(guarded()).isEqualTo(new Guarded.Unsaid());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'resource':'https://other.example.com/a/mcp','authorization_servers':['HERE/tenant']} | another_resource
        {'resource':'HERE/a/mcp/deeper','authorization_servers':['HERE/tenant']}               | another_resource
        {'resource':'HERE/a/m','authorization_servers':['HERE/tenant']}                        | another_resource
        {'resource':'http://mcp.example.com/a/mcp','authorization_servers':['HERE/tenant']}    | another_resource
        {'authorization_servers':['HERE/tenant']}                                              | another_resource
        {'resource':'HERE/a/mcp','authorization_servers':[]}                                   | no_authorization_server
        {'resource':'HERE/a/mcp','authorization_servers':'HERE/tenant'}                        | no_authorization_server
        {'resource':'HERE/a/mcp','authorization_servers':[7,{'a':'b'}]}                        | no_authorization_server
        <html>                                                                                 | no_json
        {'resource':'HERE/a/mcp'                                                               | no_json
        """)
    void a_server_is_believed_about_itself_alone(String metadata, String code) {
        challenges("Bearer resource_metadata=\"HERE/meta\"");
        says("/meta", metadata);

        assertThat(guarded()).isEqualTo(new Guarded.Failed(code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        https://other.example.com/meta | metadata_elsewhere
        http://mcp.example.com/meta    | metadata_elsewhere
        https://169.254.169.254/meta   | metadata_elsewhere
        nonsense                       | metadata_elsewhere
        """)
    void metadata_are_read_from_the_server_itself_alone(String where, String code) {
        challenges("Bearer resource_metadata=\"" + where + "\"");

        assertThat(guarded()).isEqualTo(new Guarded.Failed(code));
        assertThat(heard).hasSize(1);
    }

    @Test
    void no_redirect_is_followed_and_nothing_long_is_read() {
        said.put(METADATA + "/a/mcp", new Said(302, "", ""));
        assertThat(guarded()).isEqualTo(new Guarded.Failed("redirected"));
        assertThat(heard).noneMatch(line -> line.contains("/elsewhere"));
        says(METADATA + "/a/mcp", "{'resource':'" + "x".repeat(Question.MOST) + "'}");
        assertThat(guarded()).isEqualTo(new Guarded.Failed("answer_too_long"));
    }

    @Test
    void who_is_slow_is_asked_once() {
        var hasty = new HttpAuthorizationServers(site.questions(), Duration.ofMillis(300));
        site.serve("/.well-known", exchange -> {
            heard.add("slow");
            site.awaitEnd();
            exchange.close();
        });

        assertThat(hasty.guarded(url("/a/mcp"))).isEqualTo(new Guarded.Failed("timeout"));
        assertThat(hasty.discover(url("/tenant"))).isEqualTo(new Discovered.Failed("timeout"));
        assertThat(heard).filteredOn("slow"::equals).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void a_name_that_leads_to_this_network_is_not_asked() {
        site.name("inside.example.com", "10.0.0.7");

        assertThat(servers.guarded("https://inside.example.com/mcp")).isInstanceOf(Guarded.Failed.class);
        assertThat(servers.discover("https://inside.example.com")).isInstanceOf(Discovered.Failed.class);
        assertThat(servers.register(found("https://inside.example.com/register"), "http://127.0.0.1/cb"))
                .isInstanceOf(Registered.Failed.class);
    }

    private static String described(String more) {
        return "{'issuer':'HERE/tenant','authorization_endpoint':'HERE/authorize','token_endpoint':'HERE/token'" + more
                + "}";
    }

    private Discovered.Found found(String registration) {
        return new Discovered.Found(
                url("/tenant"), url("/authorize"), url("/token"), registration, ClientAuthentication.NONE);
    }

    @ParameterizedTest
    @CsvSource({SERVER + "/tenant", OPENID + "/tenant", "/tenant" + OPENID})
    void an_issuer_describes_itself_in_one_of_three_places(String place) {
        says(place, described(",'code_challenge_methods_supported':['plain','S256']"));

        assertThat(servers.discover(url("/tenant"))).isEqualTo(found(""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {'issuer':'HERE/other','token_endpoint':'HERE/token'}                                | another_issuer
        {'issuer':'HERE/tenant/','token_endpoint':'HERE/token'}                              | another_issuer
        {'issuer':'HERE/tenant','token_endpoint':'http://mcp.example.com/token'}             | unusable_endpoints
        {'issuer':'HERE/tenant'}                                                             | unusable_endpoints
        {'issuer':'HERE/tenant','token_endpoint':'HERE/t','authorization_endpoint':'ftp://a'} | unusable_endpoints
        {'issuer':'HERE/tenant','token_endpoint':'HERE/t','registration_endpoint':'http://a'} | unusable_endpoints
        {'issuer':'HERE/tenant','token_endpoint':'HERE/t','code_challenge_methods_supported':['plain']} | no_pkce_s256
        nothing                                                                              | no_json
        """)
    void what_an_issuer_says_is_of_no_use(String metadata, String code) {
        says(SERVER + "/tenant", metadata);

        assertThat(servers.discover(url("/tenant"))).isEqualTo(new Discovered.Failed(code));
    }

    @Test
    void an_issuer_is_an_https_url_without_a_query() {
        for (var issuer : List.of("http://mcp.example.com", url("/a?b=c"), url("/a#b"), "", "https://a b"))
            assertThat(servers.discover(issuer)).isEqualTo(new Discovered.Failed("unusable_issuer"));
        assertThat(heard).isEmpty();
    }

    private Registered registered(ClientAuthentication showing) {
        return servers.register(
                new Discovered.Found(url("/tenant"), url("/authorize"), url("/token"), url("/register"), showing),
                "http://127.0.0.1:1/v1/oauth/callback");
    }

    @Test
    void a_client_is_registered_without_a_secret_or_with_one() {
        says("/register", "{'client_id':'me','client_secret':'not needed'}");
        assertThat(registered(ClientAuthentication.NONE))
                .isEqualTo(new Registered.Client("me", ClientAuthentication.NONE, Map.of()));
        assertThat(heard.getFirst())
                .contains(
                        "\"redirect_uris\":[\"http://127.0.0.1:1/v1/oauth/callback\"]",
                        "\"token_endpoint_auth_method\":\"none\"");

        says("/register", "{'client_id':'me','client_secret':'s','token_endpoint_auth_method':'client_secret_basic'}");
        assertThat(registered(ClientAuthentication.CLIENT_SECRET_POST))
                .isInstanceOfSatisfying(Registered.Client.class, client -> {
                    assertThat(client.showing()).isEqualTo(ClientAuthentication.CLIENT_SECRET_BASIC);
                    assertThat(Office.text(Objects.requireNonNull(client.held().get(Part.CLIENT_SECRET))))
                            .isEqualTo("s");
                });
        assertThat(heard.getLast()).contains("\"token_endpoint_auth_method\":\"client_secret_post\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {}                                                                    | no_client
        {'client_id':7}                                                       | no_client
        {'client_id':'a\\u0000b'}                                             | unusable_client
        {'client_id':'a','token_endpoint_auth_method':'private_key_jwt'}      | unusable_client
        {'client_id':'a','token_endpoint_auth_method':'client_secret_post'}   | unusable_client
        ['client_id']                                                         | no_json
        """)
    void a_registration_that_is_none_is_told(String answer, String code) {
        says("/register", answer);
        assertThat(registered(ClientAuthentication.NONE)).isEqualTo(new Registered.Failed(code));
        said.put("/register", new Said(403, answer, ""));
        assertThat(registered(ClientAuthentication.NONE)).isEqualTo(new Registered.Failed("http_403"));
    }
}
