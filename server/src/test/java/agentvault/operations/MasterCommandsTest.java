package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterCommandsTest {

    private static final String NEXT = Canary.marked("next-password");

    @TempDir
    private Path folder;

    @Test
    void set_lets_a_password_open_the_vault_and_the_key_file_no_more() {
        var home = new Home(folder).foundedWithKeyFile();

        var ran = home.stage().person(Home.PASSWORD, Home.PASSWORD).run("master-password set");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.answer()).contains("Set the master password.");
        assertThat(ran.conversation()).contains("opens backups made before now");
        assertThat(home.opensWith(Home.PASSWORD)).isTrue();
        assertThat(home.opensWith(home.key())).isFalse();
        assertThat(home.run("master-password set").conversation()).contains("agent-vault master-password change");
    }

    @Test
    void set_takes_the_password_from_a_script() {
        var home = new Home(folder).foundedWithKeyFile();

        var ran = home.stage().input(Home.PASSWORD + "\n").run("master-password set --password-stdin --json");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.json().text("guarded_by")).isEqualTo("master password");
        assertThat(home.opensWith(Home.PASSWORD)).isTrue();
    }

    @Test
    void a_password_that_is_short_or_mistyped_changes_nothing() {
        var home = new Home(folder).foundedWithKeyFile();

        assertThat(home.stage()
                        .person("short", "short")
                        .run("master-password set")
                        .code())
                .isEqualTo(2);
        assertThat(home.stage()
                        .person(Home.PASSWORD, NEXT)
                        .run("master-password set")
                        .code())
                .isEqualTo(3);
        assertThat(home.stage().run("master-password set").code()).isEqualTo(3);

        assertThat(home.opensWith(home.key())).isTrue();
    }

    @Test
    void change_needs_the_password_of_now() {
        var home = new Home(folder).foundedWithPassword();

        var wrong = home.stage().input(NEXT + "\n" + NEXT + "\n").run("master-password change --password-stdin");
        var right =
                home.stage().input(Home.PASSWORD + "\n" + NEXT + "\n").run("master-password change --password-stdin");

        assertThat(wrong.code()).isEqualTo(3);
        assertThat(wrong.conversation()).contains("This master password does not open the vault");
        assertThat(right.code()).as(right.all()).isZero();
        assertThat(home.opensWith(NEXT)).isTrue();
        assertThat(home.opensWith(Home.PASSWORD)).isFalse();
        assertThat(Canary.ofMark().inText("output", wrong.all() + right.all())).isEmpty();
    }

    @Test
    void remove_makes_a_key_file_that_only_its_owner_reads() throws IOException {
        var home = new Home(folder).foundedWithPassword();

        var ran = home.stage().person(Home.PASSWORD).run("master-password remove");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.conversation()).contains("stay closed for ever");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.key())))
                .isEqualTo("r--------");
        assertThat(home.opensWith(home.key())).isTrue();
        assertThat(home.opensWith(Home.PASSWORD)).isFalse();
    }

    @Test
    void remove_overwrites_no_file_and_puts_no_key_beside_the_data() throws IOException {
        var home = new Home(folder).foundedWithPassword();
        var precious = Files.writeString(folder.resolve("precious"), "older key");
        var stage = home.stage().variable("AGENT_VAULT_MASTER_PASSWORD", Home.PASSWORD);

        assertThat(stage.run("master-password remove --master-key-file precious")
                        .conversation())
                .contains("is not overwritten");
        assertThat(stage.run("master-password remove --master-key-file "
                                + home.data().resolve("key"))
                        .code())
                .isEqualTo(2);

        assertThat(precious).hasContent("older key");
        assertThat(home.opensWith(Home.PASSWORD)).isTrue();
    }

    @Test
    void a_wrong_password_leaves_no_key_file() {
        var home = new Home(folder).foundedWithPassword();

        assertThat(home.stage().person(NEXT).run("master-password remove").code())
                .isEqualTo(3);

        assertThat(home.key()).doesNotExist();
    }

    @Test
    void rotate_destroys_the_old_root_key_and_everything_still_opens() {
        var home = new Home(folder).foundedWithKeyFile();

        var ran = home.run("master-key rotate");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.answer()).contains("version 2 wraps everything");
        assertThat(home.opensWith(home.key())).isTrue();
        var status = home.run("master-key status --json").json();
        assertThat(status.text("version")).isEqualTo("2");
        assertThat(status.truth("rotation_unfinished")).isFalse();
    }

    @Test
    void a_rotation_that_was_cut_off_is_shown_and_finished() {
        var home = new Home(folder).foundedWithKeyFile();
        home.work(workspace -> {
            try {
                workspace.rootKeys().rotate(Home.keyFile(home.key()), _ -> {
                    throw new CutOff();
                });
            } catch (CutOff _) {
                // as a server that was killed
            }
        });

        assertThat(home.run("master-key status").answer()).contains("unfinished: agent-vault master-key rotate");
        var ran = home.run("master-key rotate");

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.conversation()).contains("Going on with the rotation that was cut off.", "keys anew");
        assertThat(home.run("master-key status").answer()).contains("finished").doesNotContain("unfinished");
        assertThat(home.opensWith(home.key())).isTrue();
    }

    @Test
    void a_key_file_of_another_vault_and_a_missing_one_are_said() throws IOException {
        var home = new Home(folder).foundedWithKeyFile();
        var other = Files.write(folder.resolve("other"), new byte[32]);
        Files.setPosixFilePermissions(other, PosixFilePermissions.fromString("r--------"));

        var wrong = home.run("master-key status --master-key-file other");
        var missing = home.run("master-key status --master-key-file nowhere");

        assertThat(wrong.code()).isEqualTo(3);
        assertThat(wrong.conversation()).contains("This key file does not open the vault");
        assertThat(missing.code()).isEqualTo(3);
        assertThat(missing.conversation()).contains("AGENT_VAULT_MASTER_KEY_FILE says where");
    }

    @Test
    void a_vault_whose_server_runs_is_left_alone() {
        var home = new Home(folder).foundedWithKeyFile();
        try (var _ = Home.taken(home.data())) {
            assertThat(home.run("master-key rotate").conversation()).contains("agent-vault server stop");
            assertThat(home.run("master-password set").conversation()).contains("agent-vault server stop");
        }
    }

    @Test
    void on_a_shared_database_the_other_servers_have_to_be_stopped_first() {
        var home = new Home(folder).foundedWithKeyFile();
        var url = "postgres://someone:" + Canary.marked("database") + "@127.0.0.1:9/none";
        var stage = home.stage().variable("AGENT_VAULT_DATABASE_URL", url);

        var careless = stage.run("master-key rotate");
        var forced = stage.run("master-key rotate --force");

        assertThat(careless.code()).isEqualTo(2);
        assertThat(careless.conversation()).contains("other servers may run on it");
        assertThat(forced.code()).isEqualTo(5);
        assertThat(forced.conversation()).contains("The database cannot be reached.");
        assertThat(Canary.ofMark().inText("output", careless.all() + forced.all()))
                .isEmpty();
    }

    private static final class CutOff extends RuntimeException {
        private static final long serialVersionUID = 1;
    }
}
