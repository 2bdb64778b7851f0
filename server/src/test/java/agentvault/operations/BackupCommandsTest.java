package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.backup.BackupWriter;
import agentvault.canary.Canary;
import agentvault.store.PostgresServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandsTest {

    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void found() {
        home = new Home(folder).foundedWithKeyFile();
    }

    @Test
    void what_was_backed_up_is_restored_and_starts_without_a_finding() {
        var created = home.run("backup create saved");
        home.work(workspace -> Home.set(workspace, "stripe-later"));

        var restored = home.run("backup restore saved --into again");

        assertThat(created.code()).as(created.all()).isZero();
        assertThat(created.conversation()).contains("the key file " + home.key() + " is needed as well");
        assertThat(restored.code()).as(restored.all()).isZero();
        assertThat(restored.conversation())
                .contains("revoke again what was revoked since", "server --data-dir " + again() + " --master-key-file");
        assertThat(Home.opens(again(), home.key())).isTrue();
        assertThat(home.run("audit verify --data-dir again").code()).isZero();
    }

    @Test
    void a_person_sees_what_takes_long_and_a_script_does_not() {
        var created = home.stage().person().run("backup create saved");
        var restored = home.stage().person().run("backup restore saved --into again");

        assertThat(created.conversation()).contains("Copying the database …");
        assertThat(restored.conversation()).contains("Checking database, keys, values and trail …");
        assertThat(home.run("backup create other").conversation()).doesNotContain("…");
    }

    @Test
    void the_trail_records_the_restore_as_a_new_epoch() {
        home.run("backup create saved");
        home.run("backup restore saved --into again");

        var epochs = home.run("audit list --kind epoch --json --data-dir again")
                .json()
                .items("entries");

        assertThat(epochs).hasSize(1);
        assertThat(epochs.getFirst().text("epoch")).isEqualTo("2");
        assertThat(epochs.getFirst().text("reason")).startsWith("restored from the backup of ");
        assertThat(epochs.getFirst().items("counters")).isNotEmpty();
    }

    @Test
    void a_backup_that_was_made_while_a_server_worked_is_accepted_without_what_came_during_it() {
        home.work(workspace -> {
            Home.set(workspace, "stripe-before");
            var ran = home.run("backup create saved");
            assertThat(ran.code()).as(ran.all()).isZero();
            Home.addVault(workspace, "after");
            Home.set(workspace, "stripe-after");
        });

        assertThat(home.run("backup restore saved --into again").code()).isZero();
        assertThat(Home.opens(again(), home.key())).isTrue();
        assertThat(home.run("backup restore saved --into third").code()).isZero();
    }

    @Test
    void a_database_that_is_older_than_the_trail_of_the_same_backup_is_a_restore_and_no_attack() throws IOException {
        var older = Files.createDirectory(folder.resolve("older"));
        Files.copy(home.database(), older.resolve("agent-vault.db"));
        home.work(workspace -> {
            Home.addVault(workspace, "second");
            Home.set(workspace, "stripe-second");
        });
        new BackupWriter(home.data(), older.resolve("agent-vault.db"), "test", Instant.EPOCH)
                .write(folder.resolve("saved"));

        var restored = home.run("backup restore saved --into again");

        assertThat(restored.code()).as(restored.all()).isZero();
        assertThat(Home.opens(again(), home.key())).isTrue();
    }

    @Test
    void a_backup_is_its_owners_alone_and_overwrites_nothing() throws IOException {
        var ran = home.run("backup create .");
        var file = Path.of(ran.answer().lines().toList().getLast());

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getFileName().toString()).startsWith("agent-vault-").endsWith("Z.backup");
        byte[] before = Files.readAllBytes(file);
        var again = home.run("backup create " + file);
        assertThat(again.code()).isEqualTo(1);
        assertThat(again.conversation()).contains("is not overwritten");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(left())
                .containsExactlyInAnyOrder("data", "key", file.getFileName().toString());
    }

    @Test
    void a_backup_holds_no_key_and_no_secret() throws IOException {
        var ran = home.run("backup create saved --json");

        var canary = Canary.ofMark().and(Files.readAllBytes(home.key()));
        assertThat(ran.json().truth("holds_key")).isFalse();
        assertThat(canary.in("backup", Files.readAllBytes(folder.resolve("saved"))))
                .isEmpty();
        home.run("backup restore saved --into again");
        assertThat(canary.inFiles(again())).isEmpty();
        assertThat(canary.inText("output", ran.all())).isEmpty();
    }

    @Test
    void every_changed_byte_and_every_cut_is_refused_before_anything_is_written() throws IOException {
        home.run("backup create saved");
        byte[] whole = Files.readAllBytes(folder.resolve("saved"));

        for (long at : List.of(0L, 30L, whole.length / 2L, whole.length - 65L, whole.length - 1L)) {
            Files.write(folder.resolve("changed"), whole);
            TrailCommandsTest.flip(folder.resolve("changed"), at);
            refused("changed", "is not as it was written");
        }
        for (int length : List.of(0, 63, 64, whole.length / 2, whole.length - 1)) {
            Files.write(folder.resolve("changed"), whole);
            try (var file = new RandomAccessFile(folder.resolve("changed").toFile(), "rw")) {
                file.setLength(length);
            }
            refused("changed", "is not as it was written");
        }
        assertThat(left()).containsExactlyInAnyOrder("data", "key", "saved", "changed");
    }

    @Test
    void a_backup_of_changed_rows_is_refused_whatever_its_checksum_says() throws IOException {
        var forged = Files.createDirectory(folder.resolve("forged"));
        var copy = Files.copy(home.database(), forged.resolve("copy.db"));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                var statement = connection.createStatement()) {
            assertThat(statement.executeUpdate("UPDATE vault SET display_name = 'other'"))
                    .isPositive();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        new BackupWriter(home.data(), copy, "test", Instant.EPOCH).write(folder.resolve("saved"));

        refused("saved", "What is stored is not what was written");
        assertThat(left()).containsExactlyInAnyOrder("data", "key", "saved", "forged");
    }

    @Test
    void a_directory_that_is_not_empty_is_left_as_it_is() throws IOException {
        home.run("backup create saved");
        Files.createDirectories(again());
        Files.writeString(again().resolve("precious"), "text");

        var ran = home.run("backup restore saved --into again");

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.conversation()).contains("is not empty");
        assertThat(again().resolve("precious")).hasContent("text");
        Files.delete(again().resolve("precious"));
        assertThat(home.run("backup restore saved --into again").code()).isZero();
    }

    @Test
    void the_wrong_key_leaves_no_directory() throws IOException {
        home.run("backup create saved");
        Files.write(folder.resolve("other"), new byte[32]);
        Files.setPosixFilePermissions(folder.resolve("other"), PosixFilePermissions.fromString("r--------"));

        var ran = home.run("backup restore saved --into again --master-key-file other");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(again()).doesNotExist();
        assertThat(left()).containsExactlyInAnyOrder("data", "key", "saved", "other");
    }

    @Test
    void a_backup_of_a_shared_database_is_restored_as_a_file() {
        var stage = home.stage().variable("AGENT_VAULT_DATABASE_URL", PostgresServer.url());
        var moved = home.stage().input(PostgresServer.url()).run("migrate-db --yes --to -");
        assertThat(moved.code()).as(moved.all()).isZero();

        var created = stage.run("backup create saved");
        var restored = stage.run("backup restore saved --into again");

        assertThat(created.code()).as(created.all()).isZero();
        assertThat(restored.code()).as(restored.all()).isZero();
        assertThat(restored.conversation()).contains("AGENT_VAULT_DATABASE_URL names another");
        assertThat(Home.opens(again(), home.key())).isTrue();
    }

    @Test
    void what_is_missing_or_wrong_is_said() throws IOException {
        Files.writeString(folder.resolve("text"), "no backup at all, but longer than a checksum is: ".repeat(3));

        assertThat(home.run("backup restore text --into again").code()).isEqualTo(6);
        assertThat(home.run("backup restore nowhere --into again").conversation())
                .contains("cannot be read");
        assertThat(home.run("backup restore text").code()).isEqualTo(2);
        assertThat(home.run("backup create no/such/folder/file").conversation()).contains("mkdir -p");
        assertThat(home.run("backup create saved --data-dir nowhere").conversation())
                .contains("There is no vault");
    }

    private void refused(String file, String why) {
        var ran = home.run("backup restore " + file + " --into again");
        assertThat(ran.code()).as(ran.all()).isEqualTo(6);
        assertThat(ran.conversation()).contains(why);
        assertThat(again()).doesNotExist();
    }

    private Path again() {
        return folder.resolve("again");
    }

    private List<String> left() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
