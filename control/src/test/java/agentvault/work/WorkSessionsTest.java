package agentvault.work;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.control.ApiServer;
import agentvault.control.ApiServer.Ask;
import agentvault.control.ApiServer.Told;
import agentvault.control.CloudServer;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.workspace.Authentication;
import agentvault.workspace.Office;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkSessionsTest {

    private static final String QODER = CloudServer.QODER;
    private static final String ANTHROPIC = CloudServer.ANTHROPIC;

    @TempDir
    private Path root;

    private CloudServer cloud;
    private ApiServer server;
    private String agent = "";
    private String vault = "";

    @BeforeEach
    void start() {
        cloud = CloudServer.start(root);
        server = cloud.server;
        agent = qoder("/agents", "{'name':'Code Reviewer'}").is(201).at("/id");
        vault = cloud.vault();
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private Told qoder(String path, String json) {
        return cloud.qoder(path, json);
    }

    private Told anthropic(String path, String json) {
        return server.post(ANTHROPIC + path, cloud.key, json);
    }

    private Told begun() {
        return qoder("/sessions", "{'agent':'%s','vault_ids':['%s']}".formatted(agent, vault))
                .is(201);
    }

    private boolean holds(String token) {
        try (Secret shown = Office.secret(token)) {
            return server.workspace.authentication().of(shown, Face.PROXY) instanceof Authentication.Result.Known;
        }
    }

    @Test
    void a_session_takes_an_agent_and_vaults_and_answers_its_token_once() {
        var session = begun();

        assertThat(session.at("/id")).matches("sess_[0-9a-f]{32}");
        assertThat(session.at("/vault_ids/0")).isEqualTo(vault);
        assertThat(session.at("/agent/slug")).isEqualTo("code-reviewer");
        assertThat(session.at("/agent_id")).isEqualTo(agent);
        assertThat(session.at("/proxy/expires_at")).isEqualTo("2026-05-25T08:00:00Z");
        assertThat(session.at("/proxy/ca_certificate")).startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(holds(session.at("/proxy/token"))).isTrue();
        var again = cloud.get(QODER + "/sessions/" + session.at("/id")).is(200);
        assertThat(again.json().has("proxy")).isFalse();
        assertThat(cloud.get(QODER + "/sessions").is(200).body()).doesNotContain("av_sess");
    }

    @Test
    void another_token_ends_the_one_before() {
        var session = begun();
        var first = session.at("/proxy/token");
        server.pass(Duration.ofDays(3));

        var next = qoder("/sessions/" + session.at("/id") + "/token", "").is(200);

        assertThat(next.at("/proxy/expires_at")).isEqualTo("2026-05-28T08:00:00Z");
        assertThat(holds(first)).isFalse();
        assertThat(holds(next.at("/proxy/token"))).isTrue();
        server.pass(Duration.ofDays(8));
        assertThat(holds(next.at("/proxy/token"))).isFalse();
        assertThat(holds(qoder("/sessions/" + session.at("/id") + "/token", "")
                        .is(200)
                        .at("/proxy/token")))
                .isTrue();
    }

    @Test
    void a_replayed_create_gives_another_token_and_ends_the_first() {
        var ask = Ask.of("POST", QODER + "/sessions")
                .as(cloud.key)
                .json("{'agent':'%s','vault_ids':['%s']}".formatted(agent, vault))
                .header("X-Idempotency-Key", "k");
        var first = server.send(ask).is(201);
        var second = server.send(ask).is(201);

        assertThat(second.at("/id")).isEqualTo(first.at("/id"));
        assertThat(holds(first.at("/proxy/token"))).isFalse();
        assertThat(holds(second.at("/proxy/token"))).isTrue();
        assertThat(cloud.get(QODER + "/sessions").json().get("data")).hasSize(1);
    }

    @Test
    void archiving_and_deleting_a_session_end_its_token() {
        var archived = begun();
        var deleted = begun();
        var path = QODER + "/sessions/" + archived.at("/id");

        assertThat(server.post(path + "/archive", cloud.key, "").is(200).at("/status"))
                .isEqualTo("idle");
        assertThat(server.delete(QODER + "/sessions/" + deleted.at("/id"), cloud.key)
                        .is(200)
                        .at("/type"))
                .isEqualTo("session_deleted");

        assertThat(holds(archived.at("/proxy/token"))).isFalse();
        assertThat(holds(deleted.at("/proxy/token"))).isFalse();
        server.post(path + "/token", cloud.key, "").refused(409, "archived");
        server.get(path, cloud.key).is(200);
        cloud.get(QODER + "/sessions/" + deleted.at("/id")).refused(404, "not_found");
    }

    @Test
    void unknown_agents_and_vaults_are_not_found() {
        qoder("/sessions", "{'agent':'agent_xxx','vault_ids':['%s']}".formatted(vault))
                .refused(404, "not_found");
        var foreign = cloud.cast.newVault("foreign").toString();
        var stranger = qoder("/sessions", "{'agent':'%s','vault_ids':['%s']}".formatted(agent, foreign));
        var nobody = qoder("/sessions", "{'agent':'%s','vault_ids':['none']}".formatted(agent));

        assertThat(stranger.is(404).essence()).isEqualTo(nobody.is(404).essence());
        assertThat(cloud.get(QODER + "/sessions").json().get("data")).isEmpty();
    }

    @Test
    void a_session_is_its_makers_alone() {
        var path = QODER + "/sessions/" + begun().at("/id");

        server.get(path, cloud.cast.ownerToken).refused(404, "not_found");
        server.post(path + "/token", cloud.cast.ownerToken, "").refused(404, "not_found");
    }

    @Test
    void a_session_is_renamed_and_labelled_and_keeps_its_vaults() {
        var path = "/sessions/" + begun().at("/id");
        var changed = qoder(path, "{'title':'Fix it','metadata':{'a':'b'}}").is(200);

        assertThat(changed.at("/title")).isEqualTo("Fix it");
        assertThat(changed.at("/metadata/a")).isEqualTo("b");
        qoder(path, "{'vault_ids':[]}").refused(400, "invalid_request");
    }

    @Test
    void an_environment_says_which_hosts_are_reached_without_a_credential() {
        var environment = anthropic("/environments", """
                {'name':'CI','config':{'type':'cloud','networking':{'type':'limited','allowed_hosts':['*.example.org']}}}""").is(200);
        var session = anthropic(
                        "/sessions",
                        "{'agent':{'type':'agent','id':'%s','version':1},'environment_id':'%s','vault_ids':['%s']}"
                                .formatted(agent, environment.at("/id"), vault))
                .is(200);

        assertThat(session.at("/id")).matches("sesn_01.{22}");
        assertThat(session.at("/environment_id")).isEqualTo(environment.at("/id"));
        assertThat(environment.json().at("/config/networking/allowed_hosts").toString())
                .isEqualTo("[\"*.example.org\"]");
        assertThat(cloud.get(ANTHROPIC + "/environments/" + environment.at("/id"))
                        .is(200)
                        .json())
                .isEqualTo(environment.json());
        var path = "/environments/" + environment.at("/id");
        anthropic(path + "/archive", "").is(200);
        anthropic("/sessions", "{'agent':'%s','environment_id':'%s'}".formatted(agent, environment.at("/id")))
                .refused(409, "archived");
        assertThat(cloud.get(ANTHROPIC + "/environments").json().get("data")).isEmpty();
    }

    /// What Anthropic's client for Java refuses an answer without, or with null.
    @Test
    void what_anthropics_clients_take_for_granted_is_there() {
        var limited = anthropic("/environments", """
                {'name':'CI','config':{'type':'cloud','networking':{'type':'limited','allowed_hosts':['a.example.org'],
                'allow_mcp_servers':true}}}""").is(200);
        var session = cloud.get(ANTHROPIC + "/sessions/" + begun().at("/id")).is(200);

        assertThat(limited.json().at("/config/packages").propertyNames())
                .containsExactly("apt", "cargo", "gem", "go", "npm", "pip");
        assertThat(limited.json().at("/config/packages/npm").isArray()).isTrue();
        assertThat(limited.json().at("/config/networking").toString())
                .endsWith("\"allow_mcp_servers\":false,\"allow_package_managers\":false}");
        assertThat(session.at("/agent/execution_identity/type")).isEqualTo("service_account");
        assertThat(session.at("/environment_id")).isEmpty();
    }

    @Test
    void placeholders_of_the_first_vault_stand_for_its_variables() {
        var second = qoder("/vaults", "{'display_name':'Second'}").at("/id");
        for (var each : new String[] {vault, second}) {
            qoder("/vaults/" + each + "/credentials", """
                    {'auth':{'type':'environment_variable','secret_name':'DEPLOY_TOKEN','secret_value':'s3cret'}}""").is(201);
        }
        var session = qoder("/sessions", "{'agent':'%s','vault_ids':['%s','%s']}".formatted(agent, vault, second))
                .is(201);

        assertThat(session.json().at("/proxy/environment_variables").toString())
                .isEqualTo("{\"DEPLOY_TOKEN\":\"av__DEPLOY_TOKEN__\"}");
        assertThat(session.body()).doesNotContain("s3cret");
    }

    @Test
    void definitions_of_all_faces_share_their_slugs_and_pin_vaults() {
        var pinned = server.post("/v1/definitions", cloud.key, "{'slug':'pinned','vaults':['%s']}".formatted(vault))
                .is(201);
        server.post("/v1/definitions", cloud.key, "{'slug':'code-reviewer'}").refused(409, "conflict");
        assertThat(qoder("/agents", "{'name':'Code reviewer'}").is(201).at("/slug"))
                .isEqualTo("code-reviewer-2");
        assertThat(pinned.at("/vaults/0")).isEqualTo("work");

        var session = qoder("/sessions", "{'agent':'pinned'}").is(201);
        assertThat(session.at("/vault_ids/0")).isEqualTo(vault);
        server.post("/v1/definitions/pinned/archive", cloud.key, "").is(200);
        qoder("/sessions", "{'agent':'pinned'}").refused(404, "not_found");
        qoder("/sessions", "{'agent':'%s'}".formatted(session.at("/agent/id"))).refused(409, "archived");
        assertThat(server.get("/v1/definitions", cloud.cast.ownerToken)
                        .is(200)
                        .json()
                        .get("definitions"))
                .hasSize(2);
    }

    @Test
    void agents_and_sessions_are_listed_newest_first() {
        server.pass(Duration.ofSeconds(1));
        var later = anthropic("/agents", "{'name':'Later','model':{'id':'claude-opus-4-6'}}")
                .is(200);

        var list = cloud.get(ANTHROPIC + "/agents?limit=1").is(200);
        assertThat(list.at("/data/0/id")).isEqualTo(later.at("/id"));
        assertThat(list.at("/data/0/model/id")).isEqualTo("claude-opus-4-6");
        var next =
                cloud.get(ANTHROPIC + "/agents?page=" + list.at("/next_page")).is(200);
        assertThat(next.at("/data/0/slug")).isEqualTo("code-reviewer");
        anthropic("/agents/" + later.at("/id") + "/archive", "").is(200);
        anthropic("/agents/" + later.at("/id") + "/archive", "").refused(409, "archived");
    }
}
