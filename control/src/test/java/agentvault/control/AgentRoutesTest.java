package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentRoutesTest {

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String owner = "";

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

    private static ApiServer.Told create(String token, String name, String more) {
        return server.post("/v1/agents", token, "{'name':'%s'%s}".formatted(name, more));
    }

    @Test
    void an_agent_is_made_with_its_token_and_its_vaults() {
        cast.newVault("agents-vault");

        var told = create(owner, "ci-bot", ",'vaults':[{'vault_name':'agents-vault'}]")
                .is(201);

        assertThat(told.at("/av_agent_token")).startsWith("av_agt_");
        assertThat(told.at("/role")).isEqualTo("no-access");
        assertThat(told.at("/vaults/0/vault_role")).isEqualTo("proxy");
        var me = server.get("/v1/auth/me", told.at("/av_agent_token")).is(200);
        assertThat(me.at("/type")).isEqualTo("agent");
        assertThat(me.at("/agent_name")).isEqualTo("ci-bot");
        assertThat(create(owner, "ci-bot", "").refused(409, "conflict").at("/error"))
                .isEqualTo("An agent named \"ci-bot\" already exists");
        var one = server.get("/v1/agents/ci-bot", owner).is(200);
        assertThat(one.at("/created_by")).isEqualTo("ana@example.com");
        assertThat(one.json().get("active_tokens").asInt()).isEqualTo(1);
        assertThat(one.at("/vaults/0/vault_name")).isEqualTo("agents-vault");
    }

    @Test
    void what_an_agent_is_made_with_is_checked() {
        create(owner, "x", "").refused(400, "invalid_request");
        create(owner, "role-bot", ",'role':'king'").refused(400, "invalid_request");
        create(owner, "vault-bot", ",'vaults':[{'vault_name':'no-vault'}]").refused(404, "vault_not_found");
        create(owner, "vault-bot", ",'vaults':[{'vault_name':'default','vault_role':'king'}]")
                .refused(400, "invalid_request");
        create(owner, "vault-bot", ",'vaults':[{'vault_name':'default'},{'vault_name':'default'}]")
                .refused(400, "invalid_request");
        create(owner, "vault-bot", ",'vaults':['default']").refused(400, "invalid_request");
        server.get("/v1/agents/vault-bot", owner).refused(404, "not_found");
    }

    @Test
    void rotating_gives_a_token_in_the_place_of_all_others_and_brings_a_revoked_agent_back() {
        var first = create(owner, "rotated-bot", "").is(201).at("/av_agent_token");

        var second =
                server.post("/v1/agents/rotated-bot/rotate", owner, "").is(200).at("/av_agent_token");

        server.get("/v1/auth/me", first).refused(401, "invalid_session");
        server.get("/v1/auth/me", second).is(200);
        server.delete("/v1/agents/rotated-bot", owner).is(200);
        server.get("/v1/auth/me", second).refused(401, "invalid_session");
        var revoked = server.get("/v1/agents/rotated-bot", owner).is(200);
        assertThat(revoked.at("/status")).isEqualTo("revoked");
        assertThat(revoked.at("/revoked_at")).isNotEmpty();
        assertThat(server.delete("/v1/agents/rotated-bot", owner)
                        .refused(409, "conflict")
                        .at("/error"))
                .endsWith("already revoked");
        var third =
                server.post("/v1/agents/rotated-bot/rotate", owner, "").is(200).at("/av_agent_token");
        server.get("/v1/auth/me", third).is(200);
    }

    @Test
    void an_agent_is_renamed_promoted_and_deleted() {
        create(owner, "old-bot", "").is(201);
        var renamed = server.post("/v1/agents/old-bot/rename", owner, "{'name':'new-bot'}")
                .is(200);
        assertThat(renamed.at("/old_name")).isEqualTo("old-bot");
        create(owner, "third-bot", "").is(201);
        server.post("/v1/agents/third-bot/rename", owner, "{'name':'new-bot'}").refused(409, "conflict");
        var role = server.post("/v1/agents/new-bot/role", owner, "{'role':'owner'}")
                .is(200);
        assertThat(role.at("/old_role")).isEqualTo("no-access");
        assertThat(role.at("/new_role")).isEqualTo("owner");

        server.post("/v1/agents/new-bot/delete", owner, "").is(200);

        server.get("/v1/agents/new-bot", owner).refused(404, "not_found");
        create(owner, "new-bot", "").is(201);
    }

    @Test
    void a_member_sees_and_manages_what_they_made_and_sees_whom_they_share_a_vault_with() {
        var vault = cast.newVault("seen-vault");
        var member = cast.userIn("gil@example.com", vault, VaultRole.MEMBER);
        cast.agentIn("shared-bot", vault, VaultRole.PROXY);
        cast.agent("hidden-bot", InstanceRole.NO_ACCESS);
        create(member, "gils-bot", "").is(201);

        var names = server.get("/v1/agents", member).is(200).body();

        assertThat(names).contains("gils-bot", "shared-bot").doesNotContain("hidden-bot");
        server.post("/v1/agents/gils-bot/rotate", member, "").is(200);
        server.post("/v1/agents/shared-bot/rotate", member, "").refused(403, "forbidden");
        create(member, "royal-bot", ",'role':'owner'").refused(403, "forbidden");
        create(member, "admin-bot", ",'vaults':[{'vault_name':'seen-vault'}]").refused(403, "forbidden");
        for (var what : new String[] {"", "/rotate", "/rename", "/role", "/delete"}) {
            var hidden = server.post("/v1/agents/hidden-bot" + what, member, "{'name':'abc','role':'member'}");
            var unknown = server.post("/v1/agents/unseen-bot" + what, member, "{'name':'abc','role':'member'}");
            assertThat(hidden.essence()).isEqualTo(unknown.essence());
        }
        assertThat(server.get("/v1/agents/hidden-bot", member)
                        .refused(404, "not_found")
                        .essence())
                .isEqualTo(server.get("/v1/agents/unseen-bot", member).essence());
        assertThat(server.get("/v1/agents/Not%20a%20name", member)
                        .refused(404, "not_found")
                        .essence())
                .isEqualTo(server.get("/v1/agents/unseen-bot", member).essence());
    }

    @Test
    void nobody_is_told_of_a_vault_that_they_do_not_know_because_somebody_else_is_in_it() {
        var seen = cast.newVault("near-vault");
        cast.newVault("far-vault");
        var member = cast.userIn("eva@example.com", seen, VaultRole.MEMBER);
        cast.agentIn("both-bot", seen, VaultRole.PROXY);
        server.post("/v1/vaults/far-vault/agents", owner, "{'name':'both-bot'}").is(201);
        var both = ",'vaults':[{'vault_name':'near-vault'},{'vault_name':'far-vault'}]}";
        server.post("/v1/agents/invites", owner, "{'name':'coming-bot'" + both).is(201);
        server.post("/v1/users/invites", owner, "{'email':'flo@example.com'" + both)
                .is(201);

        for (var path : new String[] {"/v1/agents", "/v1/agents/both-bot", "/v1/agents/invites", "/v1/users/invites"}) {
            assertThat(server.get(path, member).is(200).body())
                    .as(path)
                    .contains("near-vault")
                    .doesNotContain("far-vault");
            assertThat(server.get(path, owner).is(200).body()).as(path).contains("near-vault", "far-vault");
        }
    }

    @Test
    void a_token_with_an_end_shows_it_and_ends() {
        var token = cast.agentUntil("short-bot", Duration.ofMinutes(10));
        assertThat(server.get("/v1/agents/short-bot", owner).at("/token_expires_at"))
                .isNotEmpty();

        server.pass(Duration.ofMinutes(10));

        server.get("/v1/auth/me", token).refused(401, "session_expired");
    }
}
