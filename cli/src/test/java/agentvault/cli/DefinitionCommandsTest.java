package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionCommandsTest {

    private static final String REVIEWER = """
            {"id":"3f","slug":"reviewer","name":"Reviewer","version":1,"model":"","vaults":["github","jira"],
            "archived":false,"created_at":"2026-11-21T11:00:00Z","updated_at":"2026-11-21T11:00:00Z"}""";

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
    void a_definition_is_made_with_vaults_in_their_order() {
        server.on("POST /v1/definitions", REVIEWER);

        var ran = stage.run("definition create reviewer --vault-ids github,jira --vault-ids wiki");

        assertThat(ran.answer()).contains("Made the agent definition reviewer (3f).");
        assertThat(server.last().body()).isEqualTo("{\"slug\":\"reviewer\",\"vaults\":[\"github\",\"jira\",\"wiki\"]}");
    }

    @Test
    void definitions_are_listed_shown_and_archived() {
        server.on("GET /v1/definitions", "{\"definitions\":[" + REVIEWER + "]}")
                .on("GET /v1/definitions/reviewer", REVIEWER)
                .on("POST /v1/definitions/reviewer/archive", REVIEWER);

        assertThat(stage.run("definition list").answer()).isEqualTo("""
                SLUG      NAME      VAULTS        ID
                reviewer  Reviewer  github, jira  3f
                """);
        assertThat(stage.run("definition show reviewer").answer()).contains("github, jira", "2026-11-21T11:00:00Z");
        assertThat(stage.run("definition archive reviewer").answer())
                .contains("Archived the agent definition reviewer.");
    }
}
