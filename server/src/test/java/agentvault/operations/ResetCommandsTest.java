package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResetCommandsTest {

    private static final String LOST = "owner reset-password ana@example.com";
    private static final String NEW = Canary.marked("another-password");

    @TempDir
    private Path folder;

    @Test
    void reset_destroys_what_is_ours_and_keeps_the_rest() throws IOException {
        var home = new Home(folder).foundedWithKeyFile();
        Files.writeString(home.data().resolve("config.toml"), "port = 14321");
        Files.writeString(home.data().resolve("notes"), "mine");

        var ran = home.stage().person("reset").run("owner reset");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.conversation()).contains("The key file " + home.key() + " stays");
        assertThat(Home.files(home.data()))
                .extracting(file -> file.getFileName().toString())
                .containsExactly("config.toml", "notes");
        assertThat(home.key()).exists();
    }

    @Test
    void reset_does_nothing_unless_it_was_meant() {
        var home = new Home(folder).foundedWithKeyFile();

        assertThat(home.stage().person("yes").run("owner reset").conversation()).contains("\"reset\" was not typed");
        assertThat(home.run("owner reset").code()).isEqualTo(2);
        try (var _ = Home.taken(home.data())) {
            assertThat(home.run("owner reset --yes").conversation()).contains("agent-vault server stop");
        }
        assertThat(home.stage()
                        .variable("DATABASE_URL", "postgres://db/x")
                        .run("owner reset --yes")
                        .conversation())
                .contains("The database is in PostgreSQL");
        assertThat(home.opensWith(home.key())).isTrue();
    }

    @Test
    void reset_leaves_a_folder_alone_that_is_no_vault() throws IOException {
        var trail = Files.createDirectories(folder.resolve("hike/trail"));
        Files.writeString(trail.resolve("map"), "mine");

        var ran = new Home(folder).run("owner reset --yes --data-dir hike");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(trail.resolve("map")).hasContent("mine");
    }

    @Test
    void a_lost_password_is_replaced_at_the_console_and_the_trail_tells() {
        var home = new Home(folder).foundedWithKeyFile();

        var ran = home.stage().input(NEW + "\n").run(LOST + " --password-stdin --json");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(home.logsIn(NEW)).isTrue();
        assertThat(home.logsIn(Canary.marked("account-password"))).isFalse();
        assertThat(home.run("audit list --json --kind intent --limit 9 --data-dir data")
                        .json()
                        .items("entries")
                        .toString())
                .contains("RESET_PASSWORD");
        assertThat(Canary.ofMark().inText("output", ran.all())).isEmpty();
    }

    @Test
    void a_vault_with_a_master_password_takes_it_first() {
        var home = new Home(folder).foundedWithPassword();

        var wrong = home.stage().input("not-it\n" + NEW).run(LOST + " --password-stdin");
        var ran = home.stage().input(Home.PASSWORD + "\n" + NEW).run(LOST + " --password-stdin");

        assertThat(wrong.code()).isEqualTo(3);
        assertThat(ran.code()).as(ran.all()).isZero();
    }

    @Test
    void what_cannot_be_a_password_or_an_account_is_refused() {
        var home = new Home(folder).foundedWithKeyFile();

        assertThat(home.stage().input("short").run(LOST + " --password-stdin").conversation())
                .contains("A password has at least 8 characters.");
        assertThat(home.stage().person(NEW, "another").run(LOST).conversation())
                .contains("The two passwords are not the same.");
        assertThat(home.run(LOST).code()).isEqualTo(3);
        assertThat(home.stage()
                        .input(NEW)
                        .run("owner reset-password bob@example.com --password-stdin")
                        .conversation())
                .contains("There is no such active account");
        assertThat(home.run("owner reset-password bob").code()).isEqualTo(2);
        assertThat(home.logsIn(Canary.marked("account-password"))).isTrue();
    }
}
