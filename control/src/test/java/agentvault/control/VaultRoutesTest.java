package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultRoutesTest {

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

    @Test
    void a_vault_is_made_named_listed_and_deleted() {
        var made = server.post("/v1/vaults", owner, "{'name':'payments'}").is(201);
        assertThat(made.at("/name")).isEqualTo("payments");
        assertThat(made.at("/created_at")).isEqualTo("2026-05-18T08:00:00Z");
        assertThat(server.get("/v1/vaults/payments/context", owner).is(200).at("/vault_role"))
                .isEqualTo("admin");
        assertThat(server.get("/v1/vaults/" + made.at("/id") + "/context", owner)
                        .is(200)
                        .at("/vault_name"))
                .isEqualTo("payments");
        server.post("/v1/vaults", owner, "{'name':'payments'}").refused(409, "conflict");

        var renamed = server.post("/v1/vaults/payments/rename", owner, "{'name':'billing'}")
                .is(200);

        assertThat(renamed.at("/old_name")).isEqualTo("payments");
        assertThat(renamed.at("/new_name")).isEqualTo("billing");
        server.get("/v1/vaults/payments/context", owner).refused(404, "vault_not_found");
        server.post("/v1/vaults/billing/rename", owner, "{'name':'default'}").refused(409, "conflict");
        assertThat(server.delete("/v1/vaults/billing", owner)
                        .is(200)
                        .json()
                        .get("deleted")
                        .asBoolean())
                .isTrue();
        assertThat(server.get("/v1/vaults/billing/context", owner)
                        .refused(404, "vault_not_found")
                        .at("/error"))
                .isEqualTo("Vault \"billing\" not found");
    }

    @Test
    void names_have_a_form_and_some_are_taken() {
        for (var name :
                new String[] {"ab", "-abc", "abc-", "a--b", "Abc", "a b c", "ä".repeat(5), "x".repeat(65), "users"}) {
            var told = server.post("/v1/vaults", owner, "{'name':'%s'}".formatted(name))
                    .refused(400, "invalid_request");
            assertThat(told.at("/field")).isEqualTo("name");
        }
        server.post("/v1/vaults", owner, "{'name':7}").refused(400, "invalid_request");
        server.post("/v1/vaults", owner, "[]").refused(400, "invalid_request");
        server.post("/v1/vaults", owner, "").refused(400, "invalid_request");
        server.post("/v1/vaults", owner, "{'name':'outside','credential_store':{'kind':'infisical','config':{}}}")
                .refused(400, "infisical_not_configured");
        server.post("/v1/vaults", owner, "{'name':'inside','credential_store':{'kind':'builtin'}}")
                .is(201);
    }

    @Test
    void the_default_vault_stays_and_has_an_id_that_was_always_known() {
        assertThat(server.get("/v1/vaults/00000000-0000-0000-0000-000000000000/context", owner)
                        .is(200)
                        .at("/vault_name"))
                .isEqualTo("default");
        server.delete("/v1/vaults/default", owner).refused(400, "invalid_request");
        server.post("/v1/vaults/default/rename", owner, "{'name':'other'}").refused(400, "invalid_request");
    }

    @Test
    void an_owner_sees_every_vault_and_is_in_none_before_joining() {
        var member = cast.user("carl@example.com", InstanceRole.MEMBER);
        server.post("/v1/vaults", member, "{'name':'carls'}").is(201);

        server.get("/v1/vaults/carls/context", owner).refused(403, "forbidden");
        server.get("/v1/credentials?vault=carls", owner).refused(403, "forbidden");
        for (var vault : server.get("/v1/vaults", owner).is(200).json().get("vaults")) {
            if (!vault.get("name").asString().equals("carls")) continue;
            assertThat(vault.get("membership").asString()).isEqualTo("implicit");
            assertThat(vault.has("role")).isFalse();
        }
        assertThat(server.get("/v1/admin/vaults", owner).is(200).body()).contains("\"carls\"");

        assertThat(server.post("/v1/vaults/carls/join", owner, "").is(200).at("/role"))
                .isEqualTo("admin");

        server.post("/v1/vaults/carls/join", owner, "").refused(409, "conflict");
        server.get("/v1/vaults/carls/context", owner).is(200);
        server.post("/v1/vaults/carls/leave", owner, "").is(200);
        server.post("/v1/vaults/carls/leave", member, "").refused(409, "last_admin");
    }

    @Test
    void a_member_lists_the_vaults_they_are_in() {
        var vault = cast.newVault("shared-vault");
        var member = cast.userIn("dora@example.com", vault, VaultRole.MEMBER);

        var listed = server.get("/v1/vaults", member).is(200).json().get("vaults");

        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("role").asString()).isEqualTo("member");
        assertThat(listed.get(0).get("membership").asString()).isEqualTo("explicit");
        server.get("/v1/admin/vaults", member).refused(403, "forbidden");
    }

    @Test
    void what_happens_to_unmatched_hosts_is_settled_and_left_open_again() {
        server.post("/v1/vaults", owner, "{'name':'settled'}").is(201);
        assertThat(server.get("/v1/vaults/settled/settings", owner).is(200).at("/unmatched_host_policy"))
                .isEmpty();

        for (var policy : new String[] {"passthrough", "observe", "deny", ""}) {
            var told = server.patch(
                    "/v1/vaults/settled/settings", owner, "{'unmatched_host_policy':'%s'}".formatted(policy));
            assertThat(told.is(200).at("/unmatched_host_policy")).isEqualTo(policy);
        }
        server.patch("/v1/vaults/settled/settings", owner, "{'unmatched_host_policy':'DENY'}")
                .refused(400, "invalid_request");
        assertThat(server.get("/v1/instance/credential-stores", owner).is(200).body())
                .isEqualTo("{\"available\":[\"builtin\"]}");
    }

    @Test
    void a_vault_of_strangers_is_answered_as_one_that_does_not_exist() {
        var member = cast.user("eve@example.com", InstanceRole.MEMBER);
        cast.newVault("hidden-vault");
        for (var route : server.api.routes()) {
            var path = route.template().text();
            if (!path.startsWith("/v1/vaults/{vault}")) continue;
            var filled = path.replaceAll("\\{(service|agent|email|name)}", "abc");
            var ask = ApiServer.Ask.of(route.method(), filled.replace("{vault}", "hidden-vault"))
                    .as(member)
                    .json(
                            "{'name':'abc','role':'admin','enabled':true,'services':[],'url':'https://x.example','email':'x@y','unmatched_host_policy':'deny'}");
            var foreign = server.sendAnything(ask);
            var unknown = server.sendAnything(new ApiServer.Ask(
                    ask.method(), ask.target().replace("hidden-vault", "no-vault-ever"), ask.headers(), ask.body()));

            foreign.refused(404, "vault_not_found");
            assertThat(foreign.essence().replace("hidden-vault", "no-vault-ever"))
                    .as(route.toString())
                    .isEqualTo(unknown.essence());
        }
    }

    @Test
    void users_and_agents_get_lose_and_change_roles() {
        cast.newVault("team-vault");
        cast.user("fred@example.com", InstanceRole.MEMBER);
        cast.agent("team-bot", InstanceRole.NO_ACCESS);
        server.post("/v1/vaults/team-vault/users", owner, "{'email':'fred@example.com'}")
                .is(201);
        server.post("/v1/vaults/team-vault/users", owner, "{'email':'fred@example.com'}")
                .refused(409, "conflict");
        server.post("/v1/vaults/team-vault/users", owner, "{'email':'no@example.com'}")
                .refused(404, "not_found");
        server.post("/v1/vaults/team-vault/users", owner, "{'email':'fred@example.com','role':'proxy'}")
                .refused(400, "invalid_request");
        server.post("/v1/vaults/team-vault/agents", owner, "{'name':'team-bot'}")
                .is(201);
        server.post("/v1/vaults/team-vault/agents", owner, "{'name':'no-bot'}").refused(404, "not_found");
        assertThat(server.get("/v1/vaults/team-vault/users", owner)
                        .is(200)
                        .json()
                        .get("users"))
                .hasSize(2);
        var agent = server.get("/v1/vaults/team-vault/agents", owner)
                .is(200)
                .json()
                .get("agents")
                .get(0);
        assertThat(agent.get("vault_role").asString()).isEqualTo("proxy");
        assertThat(agent.get("status").asString()).isEqualTo("active");
        assertThat(server.post("/v1/vaults/team-vault/users/fred@example.com/role", owner, "{'role':'admin'}")
                        .is(200)
                        .at("/role"))
                .isEqualTo("admin");
        var changed = server.post("/v1/vaults/team-vault/agents/team-bot/role", owner, "{'role':'member'}")
                .is(200);
        assertThat(changed.at("/old_role")).isEqualTo("proxy");
        assertThat(changed.at("/new_role")).isEqualTo("member");
        server.delete("/v1/vaults/team-vault/users/fred%40example.com", owner).is(200);
        server.delete("/v1/vaults/team-vault/users/fred@example.com", owner).refused(404, "not_found");
        server.delete("/v1/vaults/team-vault/agents/team-bot", owner).is(200);
        server.delete("/v1/vaults/team-vault/users/ana@example.com", owner).refused(409, "last_admin");
    }

    @Test
    void a_vault_settles_its_limits_and_never_more_than_the_instance_lets() {
        cast.newVault("limited");
        var settings = "/v1/vaults/limited/settings";
        assertThat(server.get(settings, owner).is(200).at("/rate_limit/rate")).isEqualTo("500");

        server.patch(settings, owner, "{'rate_limit':{'rate':5,'concurrency':2000}}")
                .is(200);

        var settled = server.get(settings, owner).is(200);
        assertThat(settled.at("/rate_limit/rate")).isEqualTo("5");
        assertThat(settled.at("/rate_limit/burst")).isEqualTo("5000");
        assertThat(settled.at("/rate_limit/concurrency")).isEqualTo("1000");
        assertThat(settled.at("/rate_limit/overrides/concurrency")).isEqualTo("2000");
        assertThat(settled.at("/unmatched_host_policy")).isEmpty();

        server.put("/v1/admin/settings", owner, "{'rate_limit':{'overrides':{'PROXY':{'rate':3,'concurrency':4000}}}}")
                .is(200);
        settled = server.get(settings, owner).is(200);
        assertThat(settled.at("/rate_limit/rate")).isEqualTo("3");
        assertThat(settled.at("/rate_limit/concurrency")).isEqualTo("2000");
        server.patch(settings, owner, "{'rate_limit':null}").is(200);
        assertThat(server.get(settings, owner).is(200).at("/rate_limit/concurrency"))
                .isEqualTo("4000");
        assertThat(server.get("/v1/admin/settings", owner).is(200).at("/rate_limit/tiers/PROXY/source"))
                .isEqualTo("override");
        server.put("/v1/admin/settings", owner, "{'rate_limit':{'overrides':{}}}")
                .is(200);
        assertThat(server.get("/v1/admin/settings", owner).is(200).at("/rate_limit/tiers/PROXY/source"))
                .isEqualTo("default");
        server.patch(settings, owner, "{'rate_limit':{'rate':0}}").refused(400, "invalid_request");
        server.patch(settings, owner, "{}").refused(400, "invalid_request");
    }
}
