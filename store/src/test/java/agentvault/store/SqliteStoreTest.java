package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;
import static agentvault.workspace.Examples.octets;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.workspace.Examples;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store;
import agentvault.workspace.StoreUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest {

    private static final Id VAULT = id(100);
    private static final Scope SCOPE = Scope.vault(VAULT);
    private static final Octets VALUE = octets("CIPHERTEXT-THAT-MUST-GO");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void its_files_are_for_their_owner_alone_from_the_first_byte() throws IOException {
        var file = folder.resolve("data").resolve("vault.db");
        try (var store = SqliteStore.open(file)) {
            write(store, all -> all.insert(Examples.vault(VAULT, "production"), SEAL));

            assertThat(permissions(file.resolveSibling("."))).isEqualTo("rwx------");
            try (var files = Files.list(folder.resolve("data"))) {
                assertThat(files)
                        .hasSize(3)
                        .allSatisfy(one -> assertThat(permissions(one)).isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void a_file_that_others_could_read_is_closed_to_them() throws IOException {
        var file = folder.resolve("vault.db");
        SqliteStore.open(file).close();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));

        SqliteStore.open(file).close();

        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void what_was_committed_is_there_after_opening_again() {
        var file = folder.resolve("vault.db");
        try (var store = SqliteStore.open(file)) {
            write(store, all -> all.insert(Examples.vault(VAULT, "production"), SEAL));
        }
        try (var store = SqliteStore.open(file)) {
            assertThat(rows(store)).hasSize(1);
        }
    }

    @Test
    void a_database_of_another_program_is_refused_by_what_it_is_and_stays_as_it_was() throws IOException {
        var file = folder.resolve("vault.db");
        Database.run("jdbc:sqlite:" + file, "CREATE TABLE agents (id INTEGER)");
        Database.run("jdbc:sqlite:" + file, "CREATE TABLE broker_settings (id INTEGER)");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("agents, broker_settings")
                .hasMessageContaining(file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void a_database_with_another_application_id_is_refused() {
        var file = folder.resolve("vault.db");
        Database.run("jdbc:sqlite:" + file, "PRAGMA application_id = 0x47504b47");

        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("0x47504b47");
    }

    @Test
    void a_file_that_is_no_database_is_refused() throws IOException {
        var file = Files.writeString(folder.resolve("vault.db"), "dear diary");

        assertThatThrownBy(() -> SqliteStore.open(file))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageContaining("no SQLite database");
    }

    @Test
    void an_overwritten_value_is_gone_from_all_files_with_its_transaction() throws IOException {
        assertGone((store, old) -> store.update(Examples.credential(old.id(), VAULT, "KEY", octets("new")), SEAL));
    }

    @Test
    void an_archived_credential_leaves_no_value_in_any_file() throws IOException {
        assertGone((store, old) -> store.update(old.archived(Examples.NOON), SEAL));
    }

    @Test
    void a_deleted_credential_leaves_no_value_in_any_file() throws IOException {
        assertGone(Store.Writing::delete);
    }

    private void assertGone(BiConsumer<Store.Writing, Credential> end) throws IOException {
        var old = Examples.credential(id(5), VAULT, "KEY", VALUE);
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            write(store, all -> all.insert(old, SEAL));
            assertThat(filesWith(VALUE, folder)).isNotEmpty();

            write(store, all -> end.accept(all, old));

            assertThat(filesWith(VALUE, folder)).isEmpty();
        }
    }

    @Test
    void a_reader_of_the_old_state_puts_the_wiping_off_until_it_is_done() throws IOException {
        var old = Examples.credential(id(5), VAULT, "KEY", VALUE);
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            write(store, all -> all.insert(old, SEAL));
            store.read(before -> {
                assertThat(before.rows(SCOPE)).hasSize(1);
                Together.run(List.of(() -> write(store, all -> all.delete(old))));
                assertThat(before.rows(SCOPE)).hasSize(1);
                return true;
            });
            assertThat(filesWith(VALUE, folder)).isEmpty();
        }
    }

    @Test
    void what_a_killed_server_could_not_wipe_is_wiped_when_the_file_is_opened_again() throws IOException {
        var old = Examples.credential(id(5), VAULT, "KEY", VALUE);
        var killed = Files.createDirectory(folder.resolve("killed"));
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            write(store, all -> all.insert(old, SEAL));
            store.read(before -> {
                assertThat(before.rows(SCOPE)).hasSize(1);
                Together.run(List.of(() -> write(store, all -> all.delete(old))));
                copyFiles(killed);
                return true;
            });
        }
        assertThat(filesWith(VALUE, killed)).isNotEmpty();

        try (var store = SqliteStore.open(killed.resolve("vault.db"))) {
            assertThat(rows(store)).isEmpty();
            assertThat(filesWith(VALUE, killed)).isEmpty();
        }
    }

    private void copyFiles(Path to) {
        try {
            for (var name : List.of("vault.db", "vault.db-wal")) Files.copy(folder.resolve(name), to.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void an_intact_database_has_no_findings() {
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            write(store, all -> all.insert(Examples.vault(VAULT, "production"), SEAL));

            assertThat(store.check()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DROP INDEX vault_slug",
                "CREATE TABLE extra (id INTEGER)",
                "ALTER TABLE token ADD COLUMN extra TEXT",
                "CREATE TRIGGER thief AFTER INSERT ON token BEGIN DELETE FROM mark; END"
            })
    void a_changed_schema_is_found(String change) {
        var file = folder.resolve("vault.db");
        try (var store = SqliteStore.open(file)) {
            Database.run("jdbc:sqlite:" + file, change);

            assertThat(store.check()).hasSize(1);
        }
    }

    @Test
    void a_damaged_page_is_found_with_its_place() throws IOException {
        var file = folder.resolve("vault.db");
        try (var store = SqliteStore.open(file)) {
            for (int number = 0; number < 200; number++) {
                var credential = Examples.credential(id(1_000 + number), VAULT, "KEY_" + number, VALUE);
                write(store, all -> all.insert(credential, SEAL));
            }
        }
        byte[] bytes = Files.readAllBytes(file);
        ByteBuffer.wrap(bytes).put(bytes.length / 4096 / 2 * 4096, new byte[64]);
        Files.write(file, bytes);

        try (var store = SqliteStore.open(file)) {
            assertThat(store.check())
                    .isNotEmpty()
                    .allSatisfy(finding -> assertThat(finding.place()).isNotEqualTo("the file"));
        }
    }

    private static List<Path> filesWith(Octets value, Path folder) throws IOException {
        String wanted = new String(value.bytes(), StandardCharsets.ISO_8859_1);
        try (var files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> text(file).contains(wanted))
                    .toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String permissions(Path file) {
        try {
            return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Store.StoredRow> rows(Store store) {
        return store.read(all -> all.rows(SCOPE));
    }

    private static void write(Store store, Consumer<Store.Writing> work) {
        store.write(Set.of(SCOPE), all -> {
            work.accept(all);
            return Outcome.done(true);
        });
    }
}
