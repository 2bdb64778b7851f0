package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.InstanceRole;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// API keys over the wire.
class ApiKeyRoutesTest {

    private static final String KEYS = "/v1/api-keys";

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
        cast.newVault("payments");
    }

    @AfterEach
    void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    private String made(String body) {
        return server.post(KEYS, owner, body).is(201).at("/key");
    }

    @Test
    void a_key_is_shown_once_and_listed_by_its_beginning() {
        var made = server.post(
                        KEYS,
                        owner,
                        "{'name':'backend','vaults':[{'vault_name':'payments','vault_role':'member'}],"
                                + "'expires_in_seconds':7776000,'limit':{'requests':1000,'per':'hour'}}")
                .is(201);
        assertThat(made.at("/key")).matches("an_sk_[0-9a-f]{64}");

        var listed = server.get(KEYS, owner).is(200);
        assertThat(listed.body()).doesNotContain(made.at("/key"));
        assertThat(listed.at("/api_keys/0/name")).isEqualTo("backend");
        assertThat(listed.at("/api_keys/0/hint")).isEqualTo(made.at("/key").substring(0, 12));
        assertThat(listed.at("/api_keys/0/vaults/0/vault_role")).isEqualTo("member");
        assertThat(listed.at("/api_keys/0/expires_at")).isEqualTo("2026-08-16T08:00:00Z");
        assertThat(listed.at("/api_keys/0/limit/per")).isEqualTo("hour");
        assertThat(listed.at("/api_keys/0/status")).isEqualTo("active");
        assertThat(listed.at("/api_keys/0/created_by")).isEqualTo("ana@example.com");
        assertThat(listed.at("/api_keys/0/last_used_at")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"an,an_sk_", "21st,21st_sk_", "qoder,pt-", "anthropic,sk-ant-"})
    void a_key_comes_in_the_form_that_a_client_looks_for(String form, String prefix) {
        var key = made("{'name':'backend','form':'" + form + "'}");

        assertThat(key).startsWith(prefix);
        assertThat(server.get("/v1/auth/me", key).is(200).at("/label")).isEqualTo("backend");
    }

    @Test
    void a_key_for_all_vaults_reaches_those_made_later() {
        var key = made("{'name':'ops','all_vaults':'member'}");
        cast.newVault("later");

        assertThat(server.get("/v1/vaults/later/services", key).is(200).body()).contains("services");
        assertThat(server.get(KEYS, owner).at("/api_keys/0/all_vaults")).isEqualTo("member");
        var trail = server.get("/v1/audit?action=MANAGE_API_KEYS", owner).is(200);
        assertThat(trail.body()).contains("ops, all vaults: MEMBER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'name':''}",
                "{'name':'two\\nlines'}",
                "{'name':'ci','form':'github'}",
                "{'name':'ci','expires_in_seconds':5}",
                "{'name':'ci','limit':{'requests':0,'per':'hour'}}",
                "{'name':'ci','limit':{'per':'hour'}}",
                "{'name':'ci','limit':{'requests':5,'per':'year'}}",
                "{'name':'ci','all_vaults':true}",
                "{'name':'ci','role':'owner'}"
            })
    void what_makes_no_key_is_refused(String body) {
        server.post(KEYS, owner, body).refused(400, "invalid_request");
    }

    @Test
    void a_name_is_taken_once_and_a_vault_has_to_be_there() {
        made("{'name':'ci'}");
        server.post(KEYS, owner, "{'name':'ci'}").refused(409, "conflict");
        server.post(KEYS, owner, "{'name':'more','vaults':[{'vault_name':'no-such'}]}")
                .refused(404, "vault_not_found");
    }

    @Test
    void a_key_is_rotated_and_deactivated_by_its_name_whatever_is_in_it() {
        var first = made("{'name':'back end/ä'}");
        var target = KEYS + "/back%20end%2F%C3%A4";

        var second = server.post(target + "/rotate", owner, "{}").is(200).at("/key");
        server.get("/v1/auth/me", first).refused(401, "invalid_session");
        server.get("/v1/auth/me", second).is(200);
        deactivate(target).is(200);
        server.get("/v1/auth/me", second).refused(401, "invalid_session");
        deactivate(target).refused(409, "conflict");
        assertThat(server.get(KEYS, owner).at("/api_keys/0/status")).isEqualTo("deactivated");
        assertThat(server.get(KEYS, owner).at("/api_keys/0/hint")).isEmpty();
    }

    private ApiServer.Told deactivate(String key) {
        return server.send(ApiServer.Ask.of("POST", key + "/deactivate").as(owner));
    }

    @Test
    void a_vaults_admin_lets_a_key_in_and_out() {
        var key = made("{'name':'ci'}");
        var there = "/v1/vaults/payments/api-keys";
        server.get("/v1/vaults/payments/services", key).refused(404, "vault_not_found");

        server.post(there, owner, "{'name':'ci'}").is(201);
        server.get("/v1/vaults/payments/services", key).is(200);
        assertThat(server.post(there + "/ci/role", owner, "{'role':'member'}").at("/old_role"))
                .isEqualTo("proxy");
        var listed = server.get(there, owner).is(200);
        assertThat(listed.at("/api_keys/0/name")).isEqualTo("ci");
        assertThat(listed.at("/api_keys/0/vault_role")).isEqualTo("member");
        server.delete(there + "/ci", owner).is(200);
        server.get("/v1/vaults/payments/services", key).refused(404, "vault_not_found");
        server.post(there, owner, "{'name':'ana@example.com'}").refused(404, "not_found");
    }

    @Test
    void a_key_whose_time_is_over_is_listed_so() {
        made("{'name':'ci','expires_in_seconds':60}");
        server.pass(Duration.ofSeconds(60));

        assertThat(server.get(KEYS, owner).at("/api_keys/0/status")).isEqualTo("expired");
    }

    @Test
    void a_key_makes_as_many_requests_as_it_may_and_its_tokens_count() {
        var key = made("{'name':'ci','limit':{'requests':3,'per':'minute'}}");
        var token = server.post("/v1/tokens", key, "{}").is(201).at("/token");
        server.get("/v1/auth/me", token).is(200);
        server.get("/v1/auth/me", key).is(200);

        var told = server.get("/v1/auth/me", token).refused(429, "rate_limit_exceeded");
        assertThat(told.header("Retry-After")).contains("60");
        assertThat(told.header("X-RateLimit-Limit")).contains("3");
        assertThat(told.header("X-RateLimit-Remaining")).contains("0");
        server.post("/v1/tokens", key, "{}").refused(429, "rate_limit_exceeded");
        server.pass(Duration.ofSeconds(60));
        server.get("/v1/auth/me", key).is(200);
    }

    @Test
    void the_last_use_is_seen_before_and_after_it_is_written_down() {
        var key = made("{'name':'ci'}");
        server.get("/v1/auth/me", key).is(200);
        assertThat(server.get(KEYS, owner).at("/api_keys/0/last_used_at")).isEqualTo("2026-05-18T08:00:00Z");
        var workspace = server.workspace;
        workspace.actors().apiKeys().used(workspace.authentication().takeKeyUses());

        assertThat(server.get(KEYS, owner).at("/api_keys/0/last_used_at")).isEqualTo("2026-05-18T08:00:00Z");
    }

    @Test
    void nobody_but_an_owner_learns_of_keys_or_by_them_of_vaults() {
        var member = cast.user("max@example.com", InstanceRole.MEMBER);
        server.get(KEYS, member).refused(403, "forbidden");
        server.post(KEYS, member, "{'name':'ci','vaults':[{'vault_name':'no-such'}]}")
                .refused(403, "forbidden");
    }
}
