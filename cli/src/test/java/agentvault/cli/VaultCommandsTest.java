package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultCommandsTest {

    private static final String LIMITS = "\"rate_limit\":{\"rate\":50,\"burst\":5000,\"concurrency\":1000,"
            + "\"overrides\":{\"rate\":50,\"concurrency\":7}}";

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
    void vaults_are_listed_by_name_with_what_waits_there() {
        server.on(
                "GET /v1/vaults",
                "{\"vaults\":[{\"name\":\"payments\",\"role\":\"admin\",\"membership\":\"explicit\",\"pending_proposals\":2,"
                        + "\"created_at\":\"2026-11-14T12:00:00Z\"},{\"name\":\"default\",\"membership\":\"implicit\","
                        + "\"pending_proposals\":0,\"created_at\":\"2026-11-21T11:00:00Z\"}]}");

        assertThat(stage.run("vault list").answer()).isEqualTo("""
                NAME      YOUR ROLE     WAITING  MADE
                default   none (owner)        0  1 hour ago  in use
                payments  admin               2  7 days ago
                """);
        assertThat(stage.run("vault list --quiet").answer()).isEqualTo("default\npayments\n");
        assertThat(stage.run("--json vault list").answer())
                .startsWith("{\n  \"vaults\": [\n")
                .endsWith("}\n");
    }

    @Test
    void flag_beats_variable_beats_project_beats_use_beats_default() throws IOException {
        assertThat(current()).startsWith("vault       default");
        stage.files().use("used");
        assertThat(current()).isEqualTo("vault       used\nbecause of  agent-vault vault use\n");
        Files.writeString(home.resolve("agent-vault.json"), "{\"vault\":\"project\"}");
        assertThat(current()).isEqualTo("vault       project\nbecause of  agent-vault.json\n");
        stage.variable("AGENT_VAULT_VAULT", "variable");
        assertThat(current()).isEqualTo("vault       variable\nbecause of  AGENT_VAULT_VAULT\n");
        assertThat(stage.run("vault current --vault flag").answer())
                .isEqualTo("vault       flag\nbecause of  --vault\n");
    }

    @Test
    void use_asks_the_server_first_and_says_what_still_beats_it() throws IOException {
        assertThat(stage.run("vault use typo").code()).isEqualTo(1);
        assertThat(stage.files().vault()).isEmpty();

        server.on("GET /v1/vaults/payments/context", "{\"vault_name\":\"payments\",\"vault_role\":\"admin\"}");
        Files.writeString(home.resolve("agent-vault.json"), "{\"vault\":\"project\"}");
        var ran = stage.person().run("vault use payments");

        assertThat(ran.answer()).isEqualTo("✓ Using the vault payments.\n");
        assertThat(ran.conversation()).isEqualTo("Here it is still project (agent-vault.json).\n");
        assertThat(stage.files().vault()).contains("payments");
    }

    @Test
    void init_writes_a_new_file_and_leaves_one_that_is_there() {
        assertThat(stage.run("vault init payments").code()).isZero();
        assertThat(home.resolve("agent-vault.json")).hasContent("{\n  \"vault\": \"payments\"\n}");

        var again = stage.run("vault init other");
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.conversation()).contains("is left as it is");
        assertThat(home.resolve("agent-vault.json")).content().contains("payments");
    }

    @Test
    void a_vault_is_made_renamed_joined_left_and_set() {
        server.on("POST /v1/vaults", 201, "{\"id\":\"1\",\"name\":\"payments\"}");
        server.on("POST /v1/vaults/payments/rename", "{\"old_name\":\"payments\",\"new_name\":\"billing\"}");
        server.on("POST /v1/vaults/billing/join", "{\"vault\":\"billing\",\"role\":\"admin\",\"joined\":true}");
        server.on("POST /v1/vaults/billing/leave", "{\"message\":\"left\"}");
        server.on("GET /v1/vaults/billing/settings", "{\"unmatched_host_policy\":\"\"," + LIMITS + "}");
        server.on("PATCH /v1/vaults/billing/settings", "{\"unmatched_host_policy\":\"deny\"," + LIMITS + "}");

        assertThat(stage.run("vault create payments").answer()).isEqualTo("✓ Made the vault payments.\n");
        assertThat(stage.run("vault rename payments billing").answer())
                .isEqualTo("✓ Renamed the vault payments to billing.\n");
        assertThat(stage.run("vault join billing").answer()).isEqualTo("✓ Joined the vault billing as its admin.\n");
        assertThat(stage.run("vault leave billing").answer()).isEqualTo("✓ Left the vault billing.\n");
        assertThat(stage.run("vault settings --vault billing").answer()).isEqualTo("""
                        vault            billing
                        unmatched hosts  default
                        each actor may   50 a second, 5000 at once, 1000 in flight
                        """);
        assertThat(stage.run("vault settings --vault billing --unmatched-hosts deny")
                        .answer())
                .isEqualTo("✓ Hosts that no service of billing names: deny.\n");
        assertThat(server.last().body()).isEqualTo("{\"unmatched_host_policy\":\"deny\"}");
        assertThat(stage.run("vault settings --vault billing --burst 20 --in-flight default")
                        .answer())
                .isEqualTo("✓ Each actor may in billing: 50 a second, 5000 at once, 1000 in flight.\n");
        assertThat(server.last().body()).isEqualTo("{\"rate_limit\":{\"rate\":50,\"burst\":20}}");
        assertThat(stage.run("vault settings --vault billing --rate 0").code()).isEqualTo(2);
        assertThat(stage.run("vault settings --unmatched-hosts drop").code()).isEqualTo(2);
    }

    @Test
    void a_vault_is_deleted_only_when_its_name_was_typed_or_yes_was_said() {
        server.on("DELETE /v1/vaults/payments", "{\"name\":\"payments\",\"deleted\":true}");

        assertThat(stage.run("vault delete payments").conversation()).contains("--yes says it is meant");
        assertThat(stage.person("payment").run("vault delete payments").code()).isEqualTo(1);
        assertThat(server.asked()).isEmpty();

        assertThat(stage.person("payments").run("vault delete payments").code()).isZero();
        assertThat(stage.run("vault delete payments --yes").answer())
                .isEqualTo("✓ Deleted the vault payments; its credentials are destroyed.\n");
    }

    @Test
    void people_of_a_vault_are_listed_added_removed_and_changed() {
        server.on(
                "GET /v1/vaults/default/users",
                "{\"users\":[{\"email\":\"bob@x.y\",\"role\":\"member\",\"status\":\"pending\"},"
                        + "{\"email\":\"ann@x.y\",\"role\":\"admin\",\"status\":\"active\"}]}");
        server.on("POST /v1/vaults/default/users", 201, "{\"email\":\"bob@x.y\",\"role\":\"member\"}");
        server.on("POST /v1/vaults/default/users/bob@x.y/role", "{\"email\":\"bob@x.y\",\"role\":\"admin\"}");
        server.on("DELETE /v1/vaults/default/users/bob@x.y", "{\"message\":\"removed\"}");

        assertThat(stage.run("vault user list").answer())
                .isEqualTo("EMAIL    ROLE    STATUS\nann@x.y  admin   active\nbob@x.y  member  pending\n");
        assertThat(stage.run("vault user add bob@x.y").answer())
                .isEqualTo("✓ Let bob@x.y into default as its member.\n");
        assertThat(server.last().body()).isEqualTo("{\"email\":\"bob@x.y\",\"role\":\"member\"}");
        assertThat(stage.run("vault user set-role bob@x.y --role admin").answer())
                .isEqualTo("✓ bob@x.y is now admin in default.\n");
        assertThat(stage.run("vault user set-role bob@x.y").code()).isEqualTo(2);
        assertThat(stage.run("vault user remove bob@x.y").answer()).isEqualTo("✓ Took bob@x.y out of default.\n");
    }

    @Test
    void agents_of_a_vault_are_listed_added_removed_and_changed() {
        server.on(
                "GET /v1/vaults/default/agents",
                "{\"agents\":[{\"name\":\"bot\",\"agent_id\":\"a\",\"vault_role\":\"proxy\",\"status\":\"active\"}]}");
        server.on("POST /v1/vaults/default/agents", 201, "{\"message\":\"added\"}");
        server.on("POST /v1/vaults/default/agents/bot/role", "{\"old_role\":\"proxy\",\"new_role\":\"member\"}");
        server.on("DELETE /v1/vaults/default/agents/bot", "{\"message\":\"removed\"}");

        assertThat(stage.run("vault agent list").answer()).isEqualTo("NAME  ROLE   STATUS\nbot   proxy  active\n");
        assertThat(stage.run("vault agent add bot").answer()).isEqualTo("✓ Let the agent bot use default as proxy.\n");
        assertThat(stage.run("vault agent set-role bot --role member").answer())
                .isEqualTo("✓ The agent bot is now member in default.\n");
        assertThat(stage.run("vault agent remove bot").answer()).isEqualTo("✓ Took the agent bot out of default.\n");
    }

    private String current() {
        return stage.run("vault current").answer();
    }
}
