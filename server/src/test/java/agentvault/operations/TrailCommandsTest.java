package agentvault.operations;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import agentvault.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailCommandsTest {

    @TempDir
    private Path folder;

    private Home home;
    private String at;

    @BeforeEach
    void found() {
        home = new Home(folder).foundedWithKeyFile();
        at = " --data-dir " + home.data();
    }

    @Test
    void lists_the_newest_entries_first_as_a_table() {
        var ran = home.run("audit list --limit 3" + at);

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.answer().lines()).hasSize(4);
        assertThat(ran.answer()).startsWith("SEQUENCE  WHEN").contains("checkpoint", "closed");
    }

    @Test
    void lists_as_json_what_stands_before_a_sequence() {
        var newest = home.run("audit list --limit 1 --json" + at)
                .json()
                .items("entries")
                .getFirst();

        var before = home.run("audit list --kind intent --limit 2 --json --before " + newest.text("sequence") + at)
                .json()
                .items("entries");

        assertThat(before).hasSize(2).allMatch(entry -> entry.text("kind").equals("intent"));
        assertThat(before.getFirst().text("action")).isEqualTo("WRITE_CREDENTIALS");
    }

    @Test
    void lists_and_exports_while_a_server_runs() {
        try (var _ = Home.taken(home.data())) {
            assertThat(home.run("audit list" + at).code()).isZero();
            var exported = home.run("audit export" + at);

            assertThat(exported.code()).isZero();
            assertThat(exported.answer().lines())
                    .allSatisfy(line -> assertThat(Json.read(line)).isPresent())
                    .hasSizeGreaterThan(5);
        }
    }

    @Test
    void verifies_what_was_written() {
        var ran = home.run("audit verify --json" + at);

        assertThat(ran.code()).as(ran.all()).isZero();
        assertThat(ran.json().truth("valid")).isTrue();
        assertThat(ran.json().items("instances")).hasSize(1);
    }

    @Test
    void a_changed_byte_ends_with_code_6_and_names_its_place() throws IOException {
        flip(segment(), 700);

        var ran = home.run("audit verify" + at);

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.conversation()).contains("The trail is not what was written", "0000000001.segment at byte");
    }

    @Test
    void a_trail_that_was_cut_off_with_the_database_is_found_by_a_kept_checkpoint() throws IOException {
        var early = Files.createDirectory(folder.resolve("early"));
        for (var file : home.files()) copy(file, early);
        home.work(workspace -> Home.set(workspace, "stripe-2"));
        var kept = keptCheckpoint();
        assertThat(home.run("audit verify --checkpoint " + kept + at).code()).isZero();
        Files.delete(home.data().resolve("trail/reckoning"));
        for (var file : Home.files(early)) {
            Files.copy(file, home.data().resolve(early.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
        }

        assertThat(home.run("audit verify" + at).code()).isZero();
        var ran = home.run("audit verify --checkpoint " + kept + at);

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.conversation()).contains("the checkpoint in " + kept);
    }

    @Test
    void a_checkpoint_that_no_server_signed_is_refused() throws IOException {
        var kept = keptCheckpoint();
        Files.writeString(kept, Files.readString(kept).replace("sequence 1", "sequence 2"));

        var ran = home.run("audit verify --checkpoint " + kept + at);

        assertThat(ran.code()).isEqualTo(6);
        assertThat(ran.conversation()).contains("No server of this vault signed");
    }

    @Test
    void says_that_a_server_runs_and_what_to_do() {
        try (var _ = Home.taken(home.data())) {
            var ran = home.run("audit verify" + at);

            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.conversation()).contains("uses the data directory", "agent-vault server stop");
        }
    }

    @Test
    void a_directory_without_a_vault_is_not_made_one() {
        var nowhere = folder.resolve("nowhere");

        for (var line : new String[] {"audit list", "audit export", "audit verify"}) {
            var ran = home.run(line + " --data-dir " + nowhere);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.conversation()).contains("There is no vault in " + nowhere);
        }
        assertThat(nowhere).doesNotExist();
    }

    @Test
    void wrong_limits_and_kinds_are_said() {
        assertThat(home.run("audit list --limit 0" + at).code()).isEqualTo(2);
        assertThat(home.run("audit list --limit many" + at).code()).isEqualTo(2);
        assertThat(home.run("audit list --kind secrets" + at).conversation()).contains("intent, applied");
    }

    @Test
    void without_a_data_directory_a_server_is_asked() {
        var ran = home.run("audit list --limit 3");

        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.conversation()).contains("You are not logged in");
    }

    @Test
    void no_secret_is_printed() {
        var said = home.run("audit export" + at).all()
                + home.run("audit verify --json" + at).all();

        assertThat(Canary.ofMark().inText("output", said)).isEmpty();
    }

    private Path segment() {
        return home.data().resolve("trail/0000000001.segment");
    }

    private Path keptCheckpoint() throws IOException {
        var entry = home.run("audit list --kind checkpoint --limit 1 --json" + at)
                .json()
                .items("entries")
                .getFirst();
        return Files.writeString(folder.resolve("checkpoint"), entry.text("note"));
    }

    private void copy(Path file, Path to) throws IOException {
        var target = to.resolve(home.data().relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
    }

    static void flip(Path file, long offset) throws IOException {
        try (var bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(offset);
            int old = bytes.read();
            bytes.seek(offset);
            bytes.write(old ^ 1);
        }
    }
}
