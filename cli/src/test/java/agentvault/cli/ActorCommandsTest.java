package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Agents, people, owners and the trail.
class ActorCommandsTest {

    private static final String AGENT = "{\"name\":\"bot\",\"role\":\"no-access\",\"status\":\"active\","
            + "\"vaults\":[{\"vault_name\":\"payments\",\"vault_role\":\"proxy\"}],\"created_at\":\"2026-11-21T11:59:59Z\","
            + "\"created_by\":\"ann@x.y\",\"active_tokens\":1}";

    private final FakeServer server = new FakeServer();

    @TempDir
    private Path home;

    private Stage stage;

    @BeforeEach
    void logged_in() {
        stage = new Stage(home).loggedIn(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void an_agent_is_made_with_its_vaults_and_its_token_is_printed_once() {
        server.on("POST /v1/agents", 201, "{\"av_agent_token\":\"av_agt_1\",\"name\":\"bot\"}");

        assertThat(stage.run("agent create bot --vault payments --vault ci:member")
                        .answer())
                .isEqualTo("✓ Made the agent bot. Its token, shown this once:\nav_agt_1\n");
        assertThat(server.last().body())
                .isEqualTo(
                        "{\"name\":\"bot\",\"role\":\"no-access\",\"vaults\":[{\"vault_name\":\"payments\",\"vault_role\":\"proxy\"},"
                                + "{\"vault_name\":\"ci\",\"vault_role\":\"member\"}]}");
        assertThat(stage.run("agent create bot --token-only").answer()).isEqualTo("av_agt_1");
        assertThat(stage.run("agent create bot --quiet").answer()).isEqualTo("av_agt_1\n");
        assertThat(stage.run("agent create bot --json").answer()).contains("\"av_agent_token\": \"av_agt_1\"");
    }

    @Test
    void agents_are_shown() {
        server.on("GET /v1/agents", "{\"agents\":[" + AGENT + "]}").on("GET /v1/agents/bot", AGENT);

        assertThat(stage.run("agent list").answer()).isEqualTo("""
                NAME  ROLE       STATUS  VAULTS          MADE
                bot   no-access  active  payments:proxy  1 second ago
                """);
        assertThat(stage.run("agent info bot").answer())
                .contains("vaults   payments:proxy\n", "tokens   1\n", "made by  ann@x.y\n");
    }

    @Test
    void an_agent_is_rotated_revoked_renamed_changed_and_deleted() {
        server.on("POST /v1/agents/bot/rotate", "{\"av_agent_token\":\"av_agt_2\",\"name\":\"bot\"}");
        server.on("DELETE /v1/agents/bot", "{\"message\":\"revoked\"}");
        server.on("POST /v1/agents/bot/rename", "{\"old_name\":\"bot\",\"new_name\":\"ci\"}");
        server.on("POST /v1/agents/bot/role", "{\"agent\":\"bot\"}");
        server.on("POST /v1/agents/bot/delete", "{\"message\":\"deleted\"}");

        assertThat(stage.run("agent rotate bot --token-only").answer()).isEqualTo("av_agt_2");
        assertThat(stage.run("agent revoke bot").answer()).isEqualTo("✓ Revoked the agent bot; its tokens are dead.\n");
        assertThat(stage.run("agent rename bot ci").answer()).isEqualTo("✓ Renamed the agent bot to ci.\n");
        assertThat(stage.run("agent set-role bot --role member").answer())
                .isEqualTo("✓ The agent bot is now member.\n");
        assertThat(stage.run("agent delete bot").code()).isEqualTo(2);
        assertThat(stage.run("agent delete bot -y").answer()).isEqualTo("✓ Deleted the agent bot.\n");
    }

    @Test
    void an_agent_is_invited_by_what_a_person_pastes_into_its_chat() {
        server.on(
                "POST /v1/agents/invites",
                201,
                "{\"token\":\"av_inv_1\",\"invite_link\":\"http://h/invite/av_inv_1\","
                        + "\"expires_at\":\"2026-11-21T12:15:00Z\"}");
        server.on("POST /v1/agents/bot/rotate", "{\"invite_url\":\"http://h/invite/av_inv_2\"}");

        assertThat(stage.run("agent invite bot --vault payments:proxy --token-ttl 8h")
                        .answer())
                .startsWith("✓ Invited the agent bot; the invite expires in 15 minutes.\n")
                .contains("\nPOST http://h/invite/av_inv_1\nContent-Type: application/json\n\n{}\n");
        assertThat(server.last().body())
                .isEqualTo("{\"name\":\"bot\",\"role\":\"no-access\",\"vaults\":[{\"vault_name\":\"payments\","
                        + "\"vault_role\":\"proxy\"}],\"ttl_seconds\":900,\"session_ttl_seconds\":28800}");
        assertThat(stage.run("agent invite bot --invite-ttl 1d --token-only").answer())
                .isEqualTo("av_inv_1");
        assertThat(server.last().body()).contains("\"ttl_seconds\":86400");
        assertThat(stage.run("agent rotate bot --invite --token-ttl 1h").answer())
                .contains("a new token as the agent \"bot\"", "\nPOST http://h/invite/av_inv_2\n");
        assertThat(server.last().body()).isEqualTo("{\"invite\":true,\"session_ttl_seconds\":3600}");
    }

    @Test
    void invites_of_agents_are_listed_and_taken_back() {
        server.on(
                "GET /v1/agents/invites?status=pending",
                "{\"invites\":[{\"id\":\"7\",\"agent_name\":\"bot\",\"status\":\"pending\",\"vaults\":[{\"vault_name\":"
                        + "\"payments\",\"vault_role\":\"proxy\"}],\"expires_at\":\"2026-11-21T12:15:00Z\"}]}");
        server.on("DELETE /v1/agents/invites/by-id/7", "{\"status\":\"revoked\"}");

        assertThat(stage.run("agent invite list --status pending").answer()).isEqualTo("""
                        AGENT  STATUS   VAULTS          EXPIRES        ID
                        bot    pending  payments:proxy  in 15 minutes  7
                        """);
        assertThat(stage.run("agent invite revoke bot").answer()).isEqualTo("✓ Took the invite of bot back.\n");
        var other = stage.run("agent invite revoke other");
        assertThat(other.code()).isEqualTo(1);
        assertThat(other.conversation()).contains("No pending invite is for other.");
    }

    @Test
    void a_person_is_invited_by_email_or_by_a_link_to_hand_over() {
        server.on("POST /v1/users/invites", 201, "{\"email\":\"bob@x.y\",\"email_sent\":true}");
        server.on(
                "POST /v1/users/invites",
                201,
                "{\"email\":\"bob@x.y\",\"email_sent\":false,\"invite_link\":\"http://h/invite/av_uinv_1\"}");

        assertThat(stage.run("user invite bob@x.y --vault ci:admin").answer())
                .isEqualTo("✓ Invited bob@x.y by email.\n");
        assertThat(server.last().json().items("vaults").getFirst().text("vault_role"))
                .isEqualTo("admin");
        assertThat(stage.run("user invite bob@x.y").answer())
                .isEqualTo(
                        "✓ Invited bob@x.y. No email went out: hand over this link yourself.\nhttp://h/invite/av_uinv_1\n");
        assertThat(stage.run("user invite bob@x.y --vault :admin").code()).isEqualTo(2);
    }

    @Test
    void invites_are_listed_and_taken_back() {
        server.on(
                "GET /v1/users/invites?status=pending",
                "{\"invites\":[{\"email\":\"bob@x.y\",\"role\":\"member\",\"status\":\"pending\",\"created_by\":\"ann@x.y\","
                        + "\"vaults\":[],\"expires_at\":\"2026-11-23T12:00:00Z\"}]}");
        server.on("DELETE /v1/users/invites/bob@x.y", "{\"message\":\"revoked\"}");

        assertThat(stage.run("user invite list --status pending").answer())
                .isEqualTo(
                        "EMAIL    ROLE    STATUS   VAULTS  EXPIRES    BY\nbob@x.y  member  pending          in 2 days  ann@x.y\n");
        assertThat(stage.run("user invite revoke bob@x.y").answer()).isEqualTo("✓ Took the invite of bob@x.y back.\n");
    }

    @Test
    void owners_see_everybody_and_every_vault() {
        server.on("GET /v1/users", "{\"users\":[{\"email\":\"bob@x.y\",\"role\":\"member\",\"vaults\":[]}]}");
        server.on("GET /v1/admin/users/me", "{\"email\":\"ann@x.y\",\"role\":\"owner\",\"vaults\":[\"ci\",\"a\"]}");
        server.on("GET /v1/admin/vaults", "{\"vaults\":[{\"id\":\"7\",\"name\":\"ci\",\"is_default\":false}]}");
        server.on("POST /v1/admin/users/bob@x.y/role", "{\"email\":\"bob@x.y\",\"role\":\"owner\"}");
        server.on("DELETE /v1/admin/users/bob@x.y", "{\"status\":\"removed\"}");

        assertThat(stage.run("owner user list --quiet").answer()).isEqualTo("bob@x.y\n");
        assertThat(stage.run("user list").answer()).isEqualTo("EMAIL    ROLE    VAULTS  SINCE\nbob@x.y  member\n");
        assertThat(stage.run("owner user info").answer()).contains("vaults  a, ci\n");
        assertThat(stage.run("owner vault list").answer()).isEqualTo("NAME  ID  MADE\nci    7\n");
        assertThat(stage.run("owner user set-role bob@x.y --role owner").answer())
                .isEqualTo("✓ bob@x.y is now owner.\n");
        assertThat(stage.run("owner user remove bob@x.y --yes").answer()).isEqualTo("✓ Deleted the account bob@x.y.\n");
    }

    @Test
    void owners_set_who_may_make_an_account() {
        var settings = """
                {"allowed_email_domains":["x.y"],"invite_only":true,"smtp_configured":false,
                "vault_coverage":"warn","credentials_per_vault":0,"rate_limit":{"tiers":{
                "AUTH":{"max":20,"window":60,"source":"override"},
                "PROXY":{"rate":500,"burst":5000,"concurrency":9,"source":"override"}}}}""";
        server.on("GET /v1/admin/settings", settings).on("PUT /v1/admin/settings", settings);

        assertThat(stage.run("owner config get").answer()).isEqualTo("""
                        invite only            true
                        allowed domains        x.y
                        vault coverage         warn
                        credentials per vault  any number
                        email goes out         false
                        each actor may         500 a second, 5000 at once, 9 in flight
                        """);
        assertThat(stage.run("owner config set --invite-only true --allowed-domains x.y,")
                        .code())
                .isZero();
        assertThat(server.last().body()).isEqualTo("{\"invite_only\":true,\"allowed_email_domains\":[\"x.y\"]}");
        assertThat(stage.run("owner config set --rate 1000 --burst default").code())
                .isZero();
        assertThat(server.last().body())
                .isEqualTo("{\"rate_limit\":{\"overrides\":{\"PROXY\":{\"rate\":1000,\"concurrency\":9},"
                        + "\"AUTH\":{\"max\":20,\"window\":60}}}}");
        assertThat(stage.run("owner config set --vault-coverage strict --credentials-per-vault 50")
                        .code())
                .isZero();
        assertThat(server.last().body()).isEqualTo("{\"vault_coverage\":\"strict\",\"credentials_per_vault\":50}");
        assertThat(stage.run("owner config set --credentials-per-vault many").code())
                .isEqualTo(2);
        assertThat(stage.run("owner config set").code()).isEqualTo(2);
        assertThat(stage.run("owner config set --invite-only maybe").code()).isEqualTo(2);
    }

    @Test
    void the_trail_is_listed_verified_and_exported() {
        server.on("GET /v1/audit?vault=ci&limit=4", """
                {"entries":[
                {"sequence":43,"time":"2026-11-21T11:00:00Z","kind":"use","actor":"a2","vault":"v1","host":"api.x.y"},
                {"sequence":42,"time":"2026-11-21T11:00:00Z","kind":"applied","intent":41},
                {"sequence":41,"time":"2026-11-21T11:00:00Z","kind":"intent","actor":"a1","action":"SET_CREDENTIAL",
                "scope":"v1"},
                {"sequence":40,"time":"2026-11-21T11:00:00Z","kind":"refused","actor":"a1","action":"JOIN_VAULT",
                "scope":"v2","reason":"no role"}],
                "names":{"a1":"ann@x.y","v1":"ci"},"next_cursor":"40"}
                """);
        server.on(
                "GET /v1/audit/verify",
                "{\"intact\":true,\"instances\":[{\"instance\":\"i1\",\"intact\":true,"
                        + "\"entries\":41,\"findings\":[]}]}");
        server.on(
                "GET /v1/audit/verify",
                "{\"intact\":false,\"instances\":[{\"instance\":\"i1\",\"intact\":false,\"findings\":"
                        + "[{\"sequence\":7,\"detail\":\"is not what was written\"}]}]}");
        server.on("GET /v1/audit/export", "{\"sequence\":1}\n{\"sequence\":2}\n");

        assertThat(stage.run("audit list --vault ci --limit 4").answer()).isEqualTo("""
                SEQUENCE  WHEN        WHO      ACTION          WHERE         OUTCOME
                      43  1 hour ago  a2       use             ci → api.x.y
                      41  1 hour ago  ann@x.y  set credential  ci            applied
                      40  1 hour ago  ann@x.y  join vault                    refused: no role
                """);
        assertThat(stage.run("audit verify").answer()).contains("i1      as it was written");
        var changed = stage.run("audit verify");
        assertThat(changed.answer()).contains("entry 7: is not what was written");
        assertThat(changed.conversation()).contains("The trail was changed.");
        assertThat(changed.code()).isEqualTo(1);
        assertThat(stage.run("audit export").answer()).isEqualTo("{\"sequence\":1}\n{\"sequence\":2}\n");
        assertThat(stage.run("audit export --json").answer()).contains("\"entries\": [", "\"sequence\": 2");
    }

    @Test
    void status_says_where_commands_go() {
        server.on("GET /health", "{\"status\":\"ok\"}")
                .on(
                        "GET /v1/status",
                        "{\"initialized\":true,\"needs_first_user\":false,"
                                + "\"forward_proxy\":{\"state\":\"port_in_use\",\"port\":14322,\"hint\":\"End it.\"}}");

        assertThat(stage.run("status").answer()).isEqualTo("""
                server         %s
                health         ok
                forward proxy  off. End it.
                first account  made
                logged in      ann@example.com
                vault          default (nothing names another)
                """.formatted(server.address()));
    }
}
