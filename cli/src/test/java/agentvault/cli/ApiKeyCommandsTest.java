package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApiKeyCommandsTest {

    @TempDir
    private Path home;

    private final FakeServer server = new FakeServer();
    private Stage stage;

    @BeforeEach
    void log_in() {
        stage = new Stage(home).loggedIn(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void a_key_is_made_with_what_it_may_do_and_printed_once() {
        server.on("POST /v1/api-keys", 201, "{\"key\":\"21st_sk_1\",\"name\":\"backend\"}");

        var ran =
                stage.run("api-key create backend --vault payments:member --form 21st --expires 90d --limit 1000/hour");

        assertThat(ran.answer()).isEqualTo("✓ Made the API key backend. Shown this once:\n21st_sk_1\n");
        assertThat(server.last().body())
                .isEqualTo("{\"name\":\"backend\",\"vaults\":[{\"vault_name\":\"payments\",\"vault_role\":\"member\"}],"
                        + "\"form\":\"21st\",\"limit\":{\"requests\":1000,\"per\":\"hour\"},"
                        + "\"expires_in_seconds\":7776000}");
        assertThat(stage.run("api-key create backend --key-only").answer()).isEqualTo("21st_sk_1");
        assertThat(stage.run("api-key create backend --json").answer()).contains("\"key\": \"21st_sk_1\"");
    }

    @Test
    void a_key_for_every_vault_is_asked_for_in_so_many_words() {
        server.on("POST /v1/api-keys", 201, "{\"key\":\"an_sk_1\",\"name\":\"ops\"}");

        stage.run("api-key create ops --all-vaults");
        assertThat(server.last().json().text("all_vaults")).isEqualTo("proxy");
        stage.run("api-key create ops --all-vaults --role admin");
        assertThat(server.last().json().text("all_vaults")).isEqualTo("admin");
        assertThat(stage.run("api-key create ops --role admin").code()).isEqualTo(2);
        assertThat(stage.run("api-key create ops --limit 5").code()).isEqualTo(2);
    }

    @Test
    void the_list_shows_where_keys_are_good_and_when_they_were_used() {
        server.on("GET /v1/api-keys", """
                {"api_keys":[{"name":"backend","hint":"an_sk_12345a","status":"active",
                "vaults":[{"vault_name":"payments","vault_role":"member"}],
                "last_used_at":"2026-11-21T11:59:59Z","expires_at":"2026-11-23T12:00:00Z"},
                {"name":"ops","status":"deactivated","vaults":[],"all_vaults":"admin"}]}""");

        assertThat(stage.run("api-key list").answer()).isEqualTo("""
                NAME     KEY            VAULTS           LAST USE      EXPIRES    STATUS
                backend  an_sk_12345a…  payments:member  1 second ago  in 2 days  active
                ops                     all:admin        never                    deactivated
                """);
        assertThat(stage.run("api-key list --quiet").answer()).isEqualTo("backend\nops\n");
    }

    @Test
    void a_vault_lets_keys_in_and_out() {
        server.on("GET /v1/vaults/ci/api-keys", """
                {"api_keys":[{"name":"backend","vault_role":"member","status":"active"}]}""");
        server.on("POST /v1/vaults/ci/api-keys", 201, "{\"message\":\"Added\"}");
        server.on("POST /v1/vaults/ci/api-keys/backend/role", "{\"message\":\"is\"}");
        server.on("DELETE /v1/vaults/ci/api-keys/backend", "{\"message\":\"Removed\"}");

        assertThat(stage.run("vault api-key list --vault ci").answer())
                .isEqualTo("NAME     ROLE    STATUS\nbackend  member  active\n");
        assertThat(stage.run("vault api-key add backend --vault ci").answer())
                .isEqualTo("✓ Let the API key backend use ci as proxy.\n");
        assertThat(stage.run("vault api-key set-role backend --role member --vault ci")
                        .answer())
                .isEqualTo("✓ The API key backend is now member in ci.\n");
        assertThat(stage.run("vault api-key remove backend --vault ci").answer())
                .isEqualTo("✓ Took the API key backend out of ci.\n");
    }

    @Test
    void a_key_is_replaced_and_ended() {
        server.on("POST /v1/api-keys/backend/rotate", "{\"key\":\"an_sk_2\",\"name\":\"backend\"}");
        server.on("POST /v1/api-keys/backend/deactivate", "{\"message\":\"Deactivated\"}");

        assertThat(stage.run("api-key rotate backend --key-only").answer()).isEqualTo("an_sk_2");
        assertThat(stage.run("api-key deactivate backend").answer())
                .isEqualTo("✓ Deactivated the API key backend; its tokens and sessions are dead.\n");
    }
}
