package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Told;
import agentvault.id.Id;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How an agent comes by its token without anybody pasting it.
class AgentInviteRoutesTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private Id vault = new Id(0, 0);

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        vault = cast.newVault("my-vault");
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void no_agent_has_the_name_of_an_address_beneath_that_of_agents() {
        invite("{'name':'invites'}").refused(422, "name_reserved");
        server.post("/v1/agents", cast.ownerToken, "{'name':'invites'}").refused(422, "name_reserved");
        server.post("/v1/agents", cast.ownerToken, "{'name':'other'}").is(201);
        server.post("/v1/agents/other/rename", cast.ownerToken, "{'name':'invites'}")
                .refused(422, "name_reserved");
        var link = invite("{'any_name':true}").is(201).at("/invite_link");
        server.post(path(link), "", "{'name':'invites'}").refused(400, "invalid_name");
    }

    @Test
    void an_agent_redeems_its_invite_once_and_is_told_how_to_go_on() {
        var invited = invite("{'name':'ci-bot','vaults':[{'vault_name':'my-vault'}],'ttl_seconds':900,"
                        + "'session_ttl_seconds':60}")
                .is(201);
        var link = invited.at("/invite_link");
        assertThat(link).isEqualTo(server.origin() + "/invite/" + invited.at("/token"));
        assertThat(invited.at("/expires_at")).isEqualTo("2026-05-18T08:15:00Z");
        var listed = server.get("/v1/agents", cast.ownerToken).is(200);
        assertThat(listed.at("/agents/0/name")).isEqualTo("ci-bot");
        assertThat(listed.at("/agents/0/status")).isEqualTo("pending");
        var inVault = server.get("/v1/vaults/my-vault/agents", cast.ownerToken).is(200);
        assertThat(inVault.at("/agents/0/name")).isEqualTo("ci-bot");
        assertThat(inVault.at("/agents/0/vault_role")).isEqualTo("proxy");
        assertThat(inVault.at("/agents/0/status")).isEqualTo("pending");
        var looked = server.get(path(link), "").refused(405, "use_post");
        assertThat(looked.header("X-Agent-Vault-Proxy-Error")).contains("true");
        assertThat(looked.at("/error")).isEqualTo("use_post");

        var redeemed = server.post(path(link), "", "{}").is(200);
        assertThat(redeemed.at("/agent_name")).isEqualTo("ci-bot");
        assertThat(redeemed.at("/vaults/0/vault_name")).isEqualTo("my-vault");
        assertThat(redeemed.at("/vaults/0/vault_role")).isEqualTo("proxy");
        assertThat(redeemed.at("/proxy_url")).isEqualTo(server.origin() + "/proxy");
        assertThat(redeemed.at("/instructions"))
                .isEqualTo(server.get("/v1/skills/http", "").is(200).body());
        var agent = redeemed.at("/av_agent_token");
        server.get("/discover?vault=my-vault", agent).is(200);
        server.post(path(link), "", "{}").refused(410, "invite_redeemed");
        server.get(path(link), "").refused(410, "invite_redeemed");
        assertThat(server.get("/v1/agents/ci-bot", cast.ownerToken).at("/token_expires_at"))
                .isEqualTo("2026-05-18T08:05:00Z");
        server.pass(Duration.ofMinutes(5));
        server.get("/discover?vault=my-vault", agent).refused(401, "session_expired");
    }

    @Test
    void every_way_in_which_an_invite_is_not_good_has_its_code() {
        server.post("/invite/av_inv_" + "0".repeat(64), "", "{}").refused(404, "invite_not_found");
        server.get("/invite/nonsense", "").refused(404, "invite_not_found");
        var revoked = invite("{'name':'first-bot'}");
        var id = revoked.at("/id");
        server.delete("/v1/agents/invites/by-id/" + id, cast.ownerToken).is(200);
        server.post(path(revoked.at("/invite_link")), "", "{}").refused(410, "invite_revoked");
        server.delete("/v1/agents/invites/by-id/" + id, cast.ownerToken).refused(409, "already_ended");
        var taken = invite("{'name':'second-bot'}");
        cast.agentIn("second-bot", vault, VaultRole.PROXY);
        server.post(path(taken.at("/invite_link")), "", "{}").refused(409, "name_taken");
        server.delete("/v1/agents/invites/" + taken.at("/token"), cast.ownerToken)
                .is(200);
        var open = path(invite("{'any_name':true}").at("/invite_link"));
        server.post(open, "", "{}").refused(400, "name_required");
        server.post(open, "", "{'name':'No'}").refused(400, "invalid_name");
        server.post(open, "", "{'name':'second-bot'}").refused(409, "name_taken");
        assertThat(server.post(open, "", "{'name':'third-bot'}").is(200).at("/agent_name"))
                .isEqualTo("third-bot");
        var late = path(invite("{'name':'late-bot','ttl_seconds':1}").at("/invite_link"));
        server.pass(Duration.ofSeconds(1));
        server.post(late, "", "{}").refused(410, "invite_expired");
        assertThat(server.get("/v1/agents/invites?status=expired", cast.ownerToken)
                        .json()
                        .get("invites")
                        .size())
                .isEqualTo(1);
    }

    @Test
    void what_an_invite_offers_is_checked() {
        invite("{}").refused(400, "invalid_request");
        invite("{'name':'X'}").refused(400, "invalid_request");
        invite("{'name':'ci-bot','ttl_seconds':604801}").refused(400, "invalid_request");
        invite("{'name':'ci-bot','vaults':[{'vault_name':'no-vault'}]}").refused(404, "vault_not_found");
        cast.agentIn("ci-bot", vault, VaultRole.PROXY);
        invite("{'name':'ci-bot'}").refused(409, "conflict");
        invite("{'name':'new-bot'}").is(201);
        assertThat(invite("{'name':'new-bot'}").refused(409, "conflict").at("/error"))
                .isEqualTo("A pending invite for agent \"new-bot\" already exists");
    }

    @Test
    void an_agent_takes_its_new_token_by_an_invite_and_the_old_one_holds_until_then() {
        var old = cast.agentIn("ci-bot", vault, VaultRole.PROXY);
        var rotated = server.post(
                        "/v1/agents/ci-bot/rotate", cast.ownerToken, "{'invite':true,'session_ttl_seconds':600}")
                .is(200);
        assertThat(rotated.at("/expires_in")).isEqualTo("15m");
        server.get("/discover?vault=my-vault", old).is(200);

        var fresh = server.post(path(rotated.at("/invite_url")), "", "{}").is(200);
        server.get("/discover?vault=my-vault", old).refused(401, "invalid_session");
        server.get("/discover?vault=my-vault", fresh.at("/av_agent_token")).is(200);
        assertThat(fresh.at("/vaults/0/vault_name")).isEqualTo("my-vault");
        server.pass(Duration.ofMinutes(10));
        server.get("/discover?vault=my-vault", fresh.at("/av_agent_token")).refused(401, "session_expired");
        var again = server.post("/v1/agents/ci-bot/rotate", cast.ownerToken, "{'invite':true}");
        server.post("/v1/agents/ci-bot/delete", cast.ownerToken, "").is(200);
        server.post(path(again.at("/invite_url")), "", "{}").refused(410, "invite_revoked");
    }

    @Test
    void a_vaults_routes_edit_the_invite_of_an_agent_that_has_not_come() {
        cast.newVault("other-vault");
        var link = path(invite("{'name':'ci-bot','vaults':[{'vault_name':'my-vault'}]}")
                .is(201)
                .at("/invite_link"));
        var agents = "/v1/vaults/other-vault/agents";
        assertThat(server.post(agents, cast.ownerToken, "{'name':'ci-bot','role':'member'}")
                        .is(201)
                        .at("/message"))
                .isEqualTo("Added ci-bot to vault other-vault as member: it counts when it takes its invite.");
        server.post(agents, cast.ownerToken, "{'name':'ci-bot'}").refused(409, "conflict");
        var changed = server.post(agents + "/ci-bot/role", cast.ownerToken, "{'role':'proxy'}")
                .is(200);
        assertThat(changed.at("/old_role")).isEqualTo("member");
        assertThat(server.get(agents, cast.ownerToken).is(200).at("/agents/0/vault_role"))
                .isEqualTo("proxy");
        server.delete("/v1/vaults/my-vault/agents/ci-bot", cast.ownerToken).is(200);
        server.delete("/v1/vaults/my-vault/agents/ci-bot", cast.ownerToken).refused(404, "not_found");
        var member = cast.userIn("vera@example.com", cast.vault("other-vault"), VaultRole.MEMBER);
        server.delete(agents + "/ci-bot", member).refused(403, "forbidden");

        var redeemed = server.post(link, "", "{}").is(200);
        assertThat(redeemed.json().get("vaults")).hasSize(1);
        assertThat(redeemed.at("/vaults/0/vault_name")).isEqualTo("other-vault");
        server.delete(agents + "/ci-bot", cast.ownerToken).is(200);
    }

    @Test
    void the_documents_name_the_server_that_was_asked() {
        for (var name : new String[] {"http", "cli"}) {
            var told = server.get("/v1/skills/" + name, "").is(200);
            assertThat(told.header("Content-Type")).contains("text/markdown; charset=utf-8");
            assertThat(told.body()).contains(server.origin()).doesNotContain("{{server}}");
        }
    }

    private Told invite(String body) {
        return server.post("/v1/agents/invites", cast.ownerToken, body);
    }

    private String path(String url) {
        assertThat(url).startsWith(server.origin());
        return url.substring(server.origin().length());
    }
}
