package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Ask;
import agentvault.id.Id;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CredentialRoutesTest {

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String owner = "";
    private static int vaults;

    private String name = "";
    private Id vault = new Id(0, 0);

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        owner = cast.ownerToken;
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @BeforeEach
    void fill() {
        name = "vault-" + ++vaults;
        vault = cast.newVault(name);
        set("{'STRIPE_KEY':'sk_test \\u2713','GITHUB_TOKEN':'ghp_1'}").is(200);
    }

    private ApiServer.Told set(String credentials) {
        return server.post("/v1/credentials", owner, "{'vault':'%s','credentials':%s}".formatted(name, credentials));
    }

    private String query(String more) {
        return "/v1/credentials?vault=" + name + more;
    }

    @Test
    void values_are_stored_listed_by_key_and_read_back() {
        var told = set("{'STRIPE_KEY':'sk_2','NEW_KEY':'x'}").is(200).json();
        assertThat(told.get("set").toString()).isEqualTo("[\"NEW_KEY\",\"STRIPE_KEY\"]");
        assertThat(told.at("/stored/1/version").asInt()).isEqualTo(2);

        var listed = server.get(query(""), owner).is(200).json();
        assertThat(listed.get("keys").toString()).isEqualTo("[\"GITHUB_TOKEN\",\"NEW_KEY\",\"STRIPE_KEY\"]");
        assertThat(listed.at("/credentials/0/type").asString()).isEqualTo("static");
        assertThat(listed.at("/credentials/0").has("value")).isFalse();

        var revealed = server.get(query("&reveal=true"), owner).is(200).json();
        assertThat(revealed.at("/credentials/2/value").asString()).isEqualTo("sk_2");
        var one = server.get(query("&reveal=true&key=GITHUB_TOKEN"), owner)
                .is(200)
                .json();
        assertThat(one.get("credentials")).hasSize(1);
        assertThat(one.at("/credentials/0/value").asString()).isEqualTo("ghp_1");
    }

    @Test
    void a_value_comes_back_to_the_letter() {
        set("{'ODD':'\\u0000\\u0001 \\u2028 \\ud83d\\ude42 \\\\ \\\" </script>'}")
                .is(200);

        assertThat(server.get(query("&reveal=true&key=ODD"), owner).at("/credentials/0/value"))
                .isEqualTo("\0\u0001 \u2028 🙂 \\ \" </script>");
    }

    @Test
    void all_are_stored_or_none() {
        var told = set("{'GOOD':'1','bad-key':'2'}").refused(400, "invalid_request");
        assertThat(told.at("/error"))
                .isEqualTo("Invalid credential key \"bad-key\": must be SCREAMING_SNAKE_CASE (e.g. STRIPE_KEY)");
        set("{'GOOD':'1','EMPTY':''}").refused(400, "missing_value");
        set("{'GOOD':'1','NUMBER':7}").refused(400, "invalid_request");
        set("{}").refused(400, "invalid_request");

        assertThat(server.get(query(""), owner).json().get("keys").toString()).doesNotContain("GOOD");
    }

    @Test
    void credentials_are_deleted_all_or_none() {
        var delete = Ask.of("DELETE", "/v1/credentials").as(owner);
        server.send(delete.json("{'vault':'%s','keys':['STRIPE_KEY','NO_SUCH']}".formatted(name)))
                .refused(404, "not_found");
        server.send(delete.json("{'vault':'%s','keys':[]}".formatted(name))).refused(400, "invalid_request");

        var told = server.send(delete.json("{'vault':'%s','keys':['STRIPE_KEY']}".formatted(name)))
                .is(200);

        assertThat(told.body()).isEqualTo("{\"deleted\":[\"STRIPE_KEY\"]}");
        assertThat(server.get(query("&reveal=true&key=STRIPE_KEY"), owner)
                        .refused(404, "not_found")
                        .at("/error"))
                .isEqualTo("Credential \"STRIPE_KEY\" not found");
        server.get(query("&key=STRIPE_KEY"), owner).refused(404, "not_found");
        server.get(query("&reveal=true&key=no%20key"), owner).refused(404, "not_found");
    }

    @Test
    void a_proxy_sees_keys_a_member_reads_and_an_api_key_never_does() {
        var proxy = cast.agentIn("proxy-bot-" + vaults, vault, VaultRole.PROXY);
        var member = cast.agentIn("member-bot-" + vaults, vault, VaultRole.MEMBER);
        var key = cast.apiKeyIn("key " + vaults, vault, VaultRole.ADMIN);

        assertThat(server.get(query(""), proxy).is(200).json().has("credentials"))
                .isFalse();
        assertThat(server.get(query("&reveal=true"), proxy)
                        .refused(403, "forbidden")
                        .at("/error"))
                .isEqualTo("Member role required");
        assertThat(server.get(query("&reveal=true"), member).is(200).at("/credentials/0/value"))
                .isEqualTo("ghp_1");
        server.get(query("&reveal=true&key=GITHUB_TOKEN"), key).refused(403, "forbidden");
        server.get(query("&reveal=true"), key).refused(403, "forbidden");
    }

    @Test
    void whoever_may_not_read_is_told_so_where_there_is_nothing_to_read() {
        var empty = cast.newVault("empty-" + vaults);
        var proxy = cast.agentIn("empty-bot-" + vaults, empty, VaultRole.PROXY);

        server.get("/v1/credentials?reveal=true&vault=empty-" + vaults, proxy).refused(403, "forbidden");
        assertThat(server.get("/v1/credentials?reveal=true&vault=empty-" + vaults, owner)
                        .is(200)
                        .body())
                .isEqualTo("{\"keys\":[],\"credentials\":[]}");
    }

    @Test
    void the_vault_is_that_of_the_query_of_x_vault_of_the_session_or_the_default_one() {
        var session = cast.session(vault, VaultRole.MEMBER);

        assertThat(server.get("/v1/credentials", session).is(200).json().get("keys"))
                .hasSize(2);
        assertThat(server.get("/v1/credentials", owner).is(200).json().get("keys"))
                .isEmpty();
        assertThat(server.send(Ask.of("GET", "/v1/credentials").as(owner).header("X-Vault", name))
                        .is(200)
                        .json()
                        .get("keys"))
                .hasSize(2);
        server.get("/v1/credentials?vault=default", session).refused(404, "vault_not_found");
        server.get("/v1/credentials?vault=" + name + "&vault=default", owner).refused(400, "invalid_request");
    }

    @Test
    void every_reading_is_in_the_trail_first() {
        server.get(query("&reveal=true&key=GITHUB_TOKEN"), owner).is(200);

        var newest =
                server.get("/v1/audit?action=REVEAL_CREDENTIAL&limit=1", owner).is(200);

        assertThat(newest.at("/entries/0/kind")).isEqualTo("event");
        assertThat(newest.at("/entries/0/detail")).isEqualTo("GITHUB_TOKEN");
    }
}
