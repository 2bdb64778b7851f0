package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import agentvault.store.PostgresServer;
import agentvault.store.PostgresStore;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MigrateCommandTest {

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void found() throws SQLException {
        home = new Home(folder).foundedWithKeyFile();
        try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl("public"));
                var statement = connection.createStatement()) {
            statement.execute("DROP SCHEMA IF EXISTS " + PostgresStore.SCHEMA + " CASCADE");
        }
    }

    @Test
    void a_vault_moves_to_postgresql_and_starts_there() {
        var ran = migrate("--yes");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.answer()).contains("Copied and compared: ");
        assertThat(ran.conversation()).contains("copying vault: 2", "comparing vault: 2", "AGENT_VAULT_DATABASE_URL");
        assertThat(Home.opensOnPostgres(home.data(), home.key())).isTrue();
        assertThat(home.opensWith(home.key())).as("the file is left as it is").isTrue();
    }

    @Test
    void a_vault_moves_back_with_what_was_changed_in_postgresql() {
        assertThat(migrate("--yes").code()).isZero();
        var stage = home.stage().variable("AGENT_VAULT_DATABASE_URL", PostgresServer.url());
        assertThat(stage.run("master-key rotate --force").code()).isZero();

        var tried = stage.run("migrate-db --to sqlite --dry-run");
        var ran = stage.run("migrate-db --to sqlite --yes");

        assertThat(tried.answer()).contains("changed nothing; the target is " + home.database());
        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.conversation()).contains("without AGENT_VAULT_DATABASE_URL");
        assertThat(home.opensWith(home.key())).isTrue();
        assertThat(home.run("master-key status --json").json().text("version")).isEqualTo("2");
        assertThat(home.run("audit verify --data-dir data").code()).isZero();
        assertThat(home.run("migrate-db --to sqlite --yes").conversation()).contains("AGENT_VAULT_DATABASE_URL says");
    }

    @Test
    void it_may_be_run_again() {
        assertThat(migrate("--yes").code()).isZero();

        var again = migrate("--yes --json");

        assertThat(again.code()).as(again.all()).isZero();
        assertThat(again.json().get("tables").text("vault")).isEqualTo("2");
    }

    @Test
    void a_dry_run_reads_everything_and_makes_nothing() throws SQLException {
        var ran = migrate("--dry-run");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.answer()).contains("changed nothing; the target is PostgreSQL ");
        try (var connection = DriverManager.getConnection(PostgresServer.jdbcUrl("public"));
                var schemas = connection.getMetaData().getSchemas(null, PostgresStore.SCHEMA)) {
            assertThat(schemas.next()).isFalse();
        }
    }

    @Test
    void a_person_is_asked_first() {
        var ran = home.stage().person("no").run("migrate-db --to " + PostgresServer.url());

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("\"migrate\" was not typed", "is seen by everybody on this machine");
        assertThat(migrate("").code()).isEqualTo(2);
    }

    @Test
    void the_database_of_another_vault_is_not_overwritten() {
        assertThat(migrate("--yes").code()).isZero();
        var other = new Home(folder.resolve("other")).foundedWithPassword();

        var ran = other.stage().input(PostgresServer.url()).run("migrate-db --yes --to -");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("is the database of another vault");
    }

    @Test
    void a_target_that_has_gone_on_is_not_turned_back() {
        assertThat(migrate("--yes").code()).isZero();
        var stage = home.stage().variable("AGENT_VAULT_DATABASE_URL", PostgresServer.url());
        assertThat(stage.run("master-key rotate --force").code()).isZero();

        var ran = migrate("--yes");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("The target has gone on by itself");
    }

    @Test
    void a_target_that_does_not_answer_is_said_without_its_password() {
        var url = "postgres://someone:" + Canary.marked("database") + "@127.0.0.1:9/none";
        for (var flags : new String[] {"--yes", "--dry-run"}) {
            var ran = home.stage().input(url).run("migrate-db " + flags + " --to -");

            assertThat(ran.code()).isEqualTo(5);
            assertThat(ran.conversation()).contains("The database cannot be reached.");
            assertThat(Canary.ofMark().inText("output", ran.all())).isEmpty();
        }
        var wrong = home.run("migrate-db --yes --to mysql://root:" + Canary.marked("mysql") + "@db/x");
        assertThat(wrong.conversation()).contains("starts with postgres://");
        assertThat(Canary.ofMark().inText("output", wrong.all())).isEmpty();
    }

    @Test
    void from_names_another_directory_or_the_database_in_it() {
        var stage = home.stage()
                .variable("AGENT_VAULT_DATA_DIR", folder.resolve("nowhere").toString());

        for (var from : new String[] {"data", "data/agent-vault.db"}) {
            var ran = stage.input(PostgresServer.url()).run("migrate-db --dry-run --to - --from " + from);
            assertThat(ran.code()).as(ran.all()).isZero();
        }
        assertThat(stage.run("migrate-db --yes --to postgres://x/y --from data/lock")
                        .code())
                .isEqualTo(2);
        assertThat(stage.run("migrate-db --yes").code()).isEqualTo(2);
    }

    @Test
    void a_vault_whose_server_runs_is_left_alone() {
        try (var _ = Home.taken(home.data())) {
            assertThat(migrate("--yes").conversation()).contains("agent-vault server stop");
        }
    }

    private Stage.Ran migrate(String flags) {
        return home.stage().input(PostgresServer.url()).run(("migrate-db --to - " + flags).strip());
    }
}
