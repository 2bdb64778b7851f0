package agentvault.server;

import static agentvault.workspace.Problem.Code.ALREADY_ENDED;
import static agentvault.workspace.Problem.Code.FORBIDDEN;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.STALE;
import static agentvault.workspace.Problem.Code.WRONG_LOGIN;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.canary.Canary;
import agentvault.canary.Canary.Sighting;
import agentvault.crypto.KeyProvider;
import agentvault.files.DataDirectory;
import agentvault.keys.KeyFile;
import agentvault.keys.MasterPassword;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.store.StoreCopy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Marked secrets go through everything that a workspace can do, and are then searched for in everything that it leaves
/// behind.
class SecretsStayTest {

    @TempDir
    Path outside;

    @TempDir
    Path searched;

    private final Canary canary = Canary.ofMark();

    @BeforeEach
    void makeKey() throws IOException {
        ((KeyFile.Reading.Ready) KeyFile.create(outside.resolve("key"), new SystemRandomness()))
                .file()
                .close();
        canary.and(Files.readAllBytes(outside.resolve("key")));
    }

    @Test
    void a_whole_life_leaves_no_secret_in_files_copies_messages_or_prints() {
        var found = new ArrayList<Sighting>();
        try (var key = KillDriver.key(outside.resolve("key"));
                var secret = Life.marked("password")) {
            var password = new MasterPassword(secret, new SystemRandomness());
            try (var data = KillDriver.data(searched.resolve("data"));
                    var store = SqliteStore.open(data.database());
                    var instance = Instances.ready(data, store, key)) {
                var life = new Life(instance.workspace(), canary);
                life.live(key, password);

                assertThat(life.refusals())
                        .containsExactly(WRONG_LOGIN, STALE, ALREADY_ENDED, FORBIDDEN, INVALID, NOT_FOUND);
                found.addAll(canary.inObjects(instance, store, data, key, password, life.seen()));
                copies(data, store);
                found.addAll(canary.inFiles(searched));
            }
            found.addAll(reopened(password, key));
        }
        found.addAll(canary.inFiles(searched));

        assertThat(found).isEmpty();
    }

    /// The installation with its new root key, and with the key that it no longer has.
    private List<Sighting> reopened(KeyProvider now, KeyProvider before) {
        var found = new ArrayList<Sighting>();
        try (var data = KillDriver.data(searched.resolve("data"))) {
            var refused = Instances.open(data, SqliteStore.open(data.database()), before);
            assertThat(refused).isInstanceOf(Instance.Opening.Locked.class);
            found.addAll(canary.inObjects(refused));
            try (var store = SqliteStore.open(data.database());
                    var instance = Instances.ready(data, store, now)) {
                assertThat(instance.report().findings()).isEmpty();
                assertThat(State.of(instance.workspace())).anyMatch(line -> line.contains(Canary.marked("typed")));
            }
        }
        return found;
    }

    @Test
    void a_leak_is_found_in_each_place_and_encoding() {
        var canary = Leak.canary();
        var objects = new ArrayList<Sighting>();
        var open = new ArrayList<Sighting>();
        try (var key = KillDriver.key(outside.resolve("key"));
                var data = KillDriver.data(searched.resolve("data"));
                var store = SqliteStore.open(data.database());
                var instance = Instances.ready(data, store, key)) {
            Leak.into(instance.workspace(), key);
            objects.addAll(canary.inObjects(instance));
            copies(data, store);
            open.addAll(canary.inFiles(searched));
        }
        var closed = canary.inFiles(searched);

        assertThat(Leak.encodings(objects, "")).isEqualTo(Leak.TEXTS);
        for (var place : List.of("data/agent-vault.db-wal", "data/trail/0000000001.segment")) {
            assertThat(Leak.encodings(open, place)).as(place).isEqualTo(Leak.TEXTS);
            assertThat(Leak.encodings(open, place.replace("data", "backup"))).isEqualTo(Leak.TEXTS);
        }
        for (var place : List.of("data/agent-vault.db", "data/trail/0000000001.segment", "moved.db")) {
            assertThat(Leak.encodings(closed, place)).as(place).isEqualTo(Leak.TEXTS);
        }
    }

    /// A backup of the data directory as it is, and the database in another one.
    private void copies(DataDirectory data, SqliteStore store) {
        try (var files = Files.walk(data.root());
                var moved = SqliteStore.open(searched.resolve("moved.db"))) {
            for (var file : files.toList()) {
                var copy = searched.resolve("backup").resolve(data.root().relativize(file));
                if (Files.isDirectory(file)) Files.createDirectories(copy);
                else Files.copy(file, copy);
            }
            assertThat(StoreCopy.copy(store, moved, _ -> {})).isInstanceOf(StoreCopy.Result.Copied.class);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
