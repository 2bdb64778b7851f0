package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.control.ApiServer.Ask;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserRoutesTest {

    @TempDir
    private Path root;

    private ApiServer server;
    private Cast cast;
    private String owner = "";

    @BeforeEach
    void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        owner = cast.ownerToken;
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private ApiServer.Told invite(String token, String body) {
        return server.post("/v1/users/invites", token, body);
    }

    private static String token(ApiServer.Told invited) {
        var link = invited.at("/invite_link");
        return link.substring(link.lastIndexOf('/') + 1);
    }

    @Test
    void users_are_listed_with_their_vaults_for_owners_alone() {
        var bob = cast.userIn("bob@example.com", cast.vault("default"), VaultRole.MEMBER);

        var all = server.get("/v1/users", owner).is(200).json().get("users");

        assertThat(all).hasSize(2);
        assertThat(all.get(1).get("email").asString()).isEqualTo("bob@example.com");
        assertThat(all.get(1).at("/vaults/0/vault_role").asString()).isEqualTo("member");
        assertThat(server.get("/v1/users", bob).is(200).body()).doesNotContain("vault_name");
    }

    @Test
    void one_s_own_record_is_everybody_s_and_that_of_others_an_owner_s() {
        var bob = cast.userIn("bob@example.com", cast.vault("default"), VaultRole.MEMBER);

        assertThat(server.get("/v1/admin/users/me", bob).is(200).at("/email")).isEqualTo("bob@example.com");
        assertThat(server.get("/v1/admin/users/bob@example.com", owner).is(200).at("/vaults/0"))
                .isEqualTo("default");
        assertThat(server.get("/v1/admin/users/ana@example.com", bob)
                        .refused(403, "forbidden")
                        .essence())
                .isEqualTo(server.get("/v1/admin/users/nob@example.com", bob).essence());
        server.get("/v1/admin/users/nobody", owner).refused(404, "not_found");
    }

    @Test
    void an_owner_changes_roles_and_removes_users_but_never_the_last_owner() {
        var bob = cast.user("bob@example.com", InstanceRole.MEMBER);
        server.post("/v1/admin/users/bob@example.com/role", bob, "{'role':'owner'}")
                .refused(403, "forbidden");
        server.post("/v1/admin/users/ana@example.com/role", owner, "{'role':'member'}")
                .refused(409, "last_owner");
        server.delete("/v1/admin/users/ana@example.com", owner).refused(409, "last_owner");

        server.post("/v1/admin/users/bob@example.com/role", owner, "{'role':'owner'}")
                .is(200);
        server.post("/v1/admin/users/bob@example.com/role", owner, "{'role':'member'}")
                .is(200);
        assertThat(server.delete("/v1/admin/users/bob@example.com", owner)
                        .is(200)
                        .at("/status"))
                .isEqualTo("removed");

        server.get("/v1/auth/me", bob).refused(401, "invalid_session");
        server.delete("/v1/admin/users/bob@example.com", owner).refused(404, "not_found");
    }

    @Test
    void an_invite_is_offered_seen_and_accepted_once() {
        var invited = invite(
                        owner, "{'email':'bob@example.com','vaults':[{'vault_name':'default','vault_role':'admin'}]}")
                .is(201);
        assertThat(invited.at("/role")).isEqualTo("member");
        assertThat(invited.at("/expires_at")).isEqualTo("2026-05-20T08:00:00Z");
        assertThat(invited.at("/invite_link")).startsWith(server.origin() + "/invite/av_uinv_");
        invite(owner, "{'email':'bob@example.com'}").refused(409, "conflict");
        invite(owner, "{'email':'ana@example.com'}").refused(409, "conflict");
        var path = "/v1/users/invites/" + token(invited);
        var details = server.get(path + "/details", "").is(200);
        assertThat(details.at("/email")).isEqualTo("bob@example.com");
        assertThat(details.at("/vaults/0/vault_name")).isEqualTo("default");
        assertThat(server.get("/v1/vaults/default/users", owner).is(200).body())
                .contains("{\"email\":\"bob@example.com\",\"role\":\"admin\",\"status\":\"pending\"}");
        server.post(path + "/accept", "", "{'password':'short'}").refused(400, "invalid_request");

        var accepted =
                server.post(path + "/accept", "", "{'password':'longenough'}").is(200);

        assertThat(server.get("/v1/vaults/default/context", accepted.at("/token"))
                        .at("/vault_role"))
                .isEqualTo("admin");
        server.post(path + "/accept", "", "{'password':'longenough'}").refused(410, "already_ended");
        assertThat(server.get(path + "/details", "").is(200).at("/error_title")).isEqualTo("Invite accepted");
        assertThat(server.get("/v1/users/invites?status=accepted", owner)
                        .is(200)
                        .json()
                        .get("invites"))
                .hasSize(1);
        server.get("/v1/users/invites?status=odd", owner).refused(400, "invalid_request");
    }

    @Test
    void an_invite_is_revoked_renewed_and_expires() {
        var invited = invite(owner, "{'email':'bob@example.com'}").is(201);
        var first = token(invited);
        var id = invited.at("/id");
        server.pass(Duration.ofDays(3));
        server.post("/v1/users/invites/" + first + "/accept", "", "{'password':'longenough'}")
                .refused(410, "already_ended");

        var again = token(
                server.post("/v1/users/invites/" + id + "/reinvite", owner, "").is(201));

        server.get("/v1/users/invites/" + first + "/details", "").refused(404, "not_found");
        server.get("/v1/users/invites/" + again + "/details", "").is(200);
        server.delete("/v1/users/invites/" + again, owner).is(200);
        server.delete("/v1/users/invites/" + id, owner).refused(410, "already_ended");
        server.delete("/v1/users/invites/av_uinv_" + "0".repeat(64), owner).refused(404, "not_found");
        server.post("/v1/users/invites/" + again + "/accept", "", "{'password':'longenough'}")
                .refused(410, "already_ended");
    }

    @Test
    void who_may_not_give_a_role_does_not_offer_it() {
        var bob = cast.userIn("bob@example.com", cast.vault("default"), VaultRole.MEMBER);

        invite(bob, "{'email':'c@example.com'}").is(201);
        invite(bob, "{'email':'d@example.com','role':'owner'}").refused(403, "forbidden");
        invite(bob, "{'email':'d@example.com','vaults':[{'vault_name':'default'}]}")
                .refused(403, "forbidden");
        invite(owner, "{'email':'d@example.com','vaults':[{'vault_name':'default','vault_role':'proxy'}]}")
                .refused(400, "invalid_request");
        invite(owner, "{'email':'no address'}").refused(400, "invalid_request");
    }

    @Test
    void settings_are_read_chosen_and_previewed() {
        var before = server.get("/v1/admin/settings", owner).is(200).json();
        assertThat(before.get("invite_only").asBoolean()).isTrue();
        assertThat(before.get("smtp_configured").asBoolean()).isFalse();

        var after = server.put("/v1/admin/settings", owner, "{'allowed_email_domains':['Example.com','example.com']}")
                .is(200);

        assertThat(after.json().get("allowed_email_domains").toString()).isEqualTo("[\"example.com\"]");
        assertThat(server.get("/v1/status", "").at("/allowed_email_domains/0")).isEqualTo("example.com");
        server.put("/v1/admin/settings", owner, "{'allowed_email_domains':['not a domain']}")
                .refused(400, "invalid_request");
        var preview = server.post("/v1/admin/settings/rate-limit/preview", owner, "{'overrides':{'AUTH':{'max':20}}}")
                .is(200);
        assertThat(preview.json().at("/tiers/AUTH/max").asInt()).isEqualTo(20);
        assertThat(preview.at("/tiers/AUTH/source")).isEqualTo("override");
        assertThat(server.get("/v1/admin/settings", owner).at("/rate_limit/tiers/AUTH/source"))
                .isEqualTo("default");
        for (var overrides : new String[] {"{'AUTH':{'max':1}}", "{'AUTH':{'rate':1}}", "{'GLOBAL':{'rate':1}}", "7"}) {
            server.put("/v1/admin/settings", owner, "{'rate_limit':{'overrides':%s}}".formatted(overrides))
                    .refused(400, "invalid_request");
        }
        server.post("/v1/admin/email/test", owner, "").refused(400, "email_not_configured");
    }

    @Test
    void the_trail_tells_what_was_done_page_by_page() {
        server.post("/v1/vaults", owner, "{'name':'one-vault'}").is(201);
        server.post("/v1/vaults", owner, "{'name':'two-vault'}").is(201);
        var page = server.get("/v1/audit?limit=3", owner).is(200);
        assertThat(page.json().get("entries")).hasSize(3);
        var next = server.get("/v1/audit?limit=3&before=" + page.at("/next_cursor"), owner)
                .is(200);
        assertThat(next.json().at("/entries/0/sequence").asLong())
                .isEqualTo(page.json().at("/entries/2/sequence").asLong() - 1);
        var filtered = server.get("/v1/audit?kind=intent&action=CREATE_VAULT&actor=ana@example.com", owner)
                .is(200);
        assertThat(filtered.json().get("entries")).hasSize(2);
        var actor = filtered.json().at("/entries/0/actor").asString();
        assertThat(filtered.json().get("names").get(actor).asString()).isEqualTo("ana@example.com");
        assertThat(filtered.json().get("next_cursor").isNull()).isTrue();
        assertThat(server.get("/v1/audit?vault=one-vault&kind=intent", owner)
                        .json()
                        .get("entries"))
                .hasSize(1);
        assertThat(server.get("/v1/audit?from=2027-01-01T00:00:00Z", owner)
                        .json()
                        .get("entries"))
                .isEmpty();
        for (var query :
                new String[] {"limit=0", "limit=201", "limit=x", "before=0", "kind=odd", "from=today", "actor=nobody"
                }) {
            server.get("/v1/audit?" + query, owner).refused(400, "invalid_request");
        }
        server.get("/v1/audit?vault=no-vault", owner).refused(404, "vault_not_found");
    }

    @Test
    void the_trail_is_verified_and_taken_along_by_owners_alone() {
        var verdict = server.get("/v1/audit/verify", owner).is(200).json();
        assertThat(verdict.get("intact").asBoolean()).isTrue();
        assertThat(verdict.at("/instances/0/files_here").asBoolean()).isTrue();
        var exported = server.get("/v1/audit/export", owner).is(200);
        var lines = exported.body().strip().split("\n", -1);
        assertThat(lines[lines.length - 1]).contains("EXPORT_TRAIL");
        assertThat(exported.header("Content-Disposition").orElse("")).contains("attachment");
        var bob = cast.user("bob@example.com", InstanceRole.MEMBER);
        for (var path : new String[] {"/v1/audit", "/v1/audit/verify", "/v1/audit/export"}) {
            server.get(path, bob).refused(403, "forbidden");
        }
        assertThat(server.send(Ask.of("HEAD", "/v1/audit/export").as(owner)).status())
                .isEqualTo(200);
    }
}
