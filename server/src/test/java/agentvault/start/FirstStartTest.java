package agentvault.start;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.start.Stage.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What opens a vault at its first start and at every later one, asked by a command that goes no further.
class FirstStartTest {

    private static final String PASSWORD = "a password to keep";

    @TempDir
    Path folder;

    @Test
    void without_a_terminal_a_key_file_is_made_outside_the_data_directory() throws IOException {
        var ran = unlock(new Stage(folder));

        assertThat(ran.code()).isZero();
        assertThat(ran.conversation()).contains(key().toString(), "Keep a copy of it elsewhere");
        assertThat(Files.getPosixFilePermissions(key())).isEqualTo(PosixFilePermissions.fromString("r--------"));
        assertThat(unlock(new Stage(folder)).conversation()).isEmpty();
    }

    @Test
    void a_person_chooses_a_password_twice_and_gives_it_once_later() {
        var first = new Stage(folder).typing(PASSWORD, PASSWORD);
        assertThat(unlock(first).code()).isZero();
        assertThat(first.allTyped()).isTrue();

        var later = new Stage(folder).typing(PASSWORD);
        assertThat(unlock(later).code()).isZero();
        assertThat(later.allTyped()).isTrue();
        assertThat(key()).doesNotExist();
    }

    @Test
    void a_person_who_chooses_none_gets_a_key_file() {
        assertThat(unlock(new Stage(folder).typing("")).conversation()).contains(key().toString());
    }

    @Test
    void two_passwords_that_differ_open_nothing() {
        var ran = unlock(new Stage(folder).typing(PASSWORD, "another password"));

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.conversation()).contains("not the same");
    }

    @Test
    void a_short_password_is_refused() {
        assertThat(unlock(new Stage(folder).with("AGENT_VAULT_MASTER_PASSWORD", "1234567"))
                        .conversation())
                .contains("at least 8 characters");
    }

    @Test
    void a_person_may_try_three_times() {
        unlock(new Stage(folder).typing(PASSWORD, PASSWORD));

        var third = new Stage(folder).typing("wrong one", "wrong two", PASSWORD);
        assertThat(unlock(third).code()).isZero();

        var never = new Stage(folder).typing("wrong one", "wrong two", "wrong three", PASSWORD);
        var ran = unlock(never);
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.conversation()).contains("does not open the vault").doesNotContain("wrong one");
        assertThat(never.allTyped()).isFalse();
    }

    @Test
    void a_vault_with_a_password_names_the_variable_when_there_is_nobody_to_ask() {
        unlock(new Stage(folder).with("AGENT_VAULT_MASTER_PASSWORD", PASSWORD));

        var ran = unlock(new Stage(folder));

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.conversation()).contains("AGENT_VAULT_MASTER_PASSWORD", "--password-stdin");
    }

    @Test
    void a_password_comes_from_a_file_or_the_standard_input() throws IOException {
        var file = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        assertThat(unlock(new Stage(folder).with("AGENT_VAULT_MASTER_PASSWORD_FILE", file.toString()))
                        .code())
                .isZero();

        assertThat(unlock(new Stage(folder).given(PASSWORD + "\n"), "--password-stdin")
                        .code())
                .isZero();
        assertThat(unlock(new Stage(folder).given("wrong password\n"), "--password-stdin")
                        .code())
                .isEqualTo(3);
    }

    @Test
    void a_missing_key_file_is_named_and_so_is_another_ones() throws IOException {
        unlock(new Stage(folder));
        Files.delete(key());

        assertThat(unlock(new Stage(folder)).conversation()).contains("is missing: " + key(), "--master-key-file");

        Files.write(key(), new byte[32]);
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("r--------"));
        var ran = unlock(new Stage(folder));
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.conversation()).contains(key() + " is not the one of this vault");
    }

    @Test
    void a_key_file_in_the_data_directory_is_refused() {
        var ran = unlock(
                new Stage(folder),
                "--master-key-file",
                folder.resolve("data").resolve("key").toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.conversation()).contains("every copy of it", key().toString());
    }

    private Path key() {
        return folder.resolve("data.key");
    }

    private Ran unlock(Stage stage, String... more) {
        return stage.open(folder.resolve("data"), more);
    }
}
