package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Hash;
import agentvault.store.SqliteStore;
import agentvault.trail.Verdict;
import agentvault.workspace.Check;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Databases of earlier versions. They are never made anew: what they hold is what people have on their disks.
class FrozenDatabaseTest {

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(ints = 1)
    void a_database_of_an_earlier_version_opens_with_everything_in_it(int version) throws IOException {
        var thawed = FrozenDatabase.thawed(version, folder.resolve("thawed"));
        try (var key = KillDriver.key(FrozenDatabase.key(thawed));
                var data = KillDriver.data(FrozenDatabase.data(thawed));
                var store = SqliteStore.open(data.database());
                var instance = Instances.ready(data, store, key)) {

            assertThat(instance.report().findings()).isEmpty();
            assertThat(new Check(instance.workspace()).all()).isEmpty();
            assertThat(store.check()).isEmpty();
            assertThat(instance.verifyTrails())
                    .isNotEmpty()
                    .allSatisfy(report -> assertThat(report.verdict()).isInstanceOf(Verdict.Intact.class));
            assertThat(FrozenDatabase.seen(instance.workspace())).isEqualTo(FrozenDatabase.state(thawed));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 1)
    void a_database_of_an_earlier_version_takes_changes_and_opens_again(int version) throws IOException {
        var thawed = FrozenDatabase.thawed(version, folder.resolve("thawed"));
        var data = FrozenDatabase.data(thawed);
        try (var key = KillDriver.key(FrozenDatabase.key(thawed));
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, key)) {
            KilledOperation.SET_CREDENTIAL.run(instance.workspace(), key);
        }
        try (var key = KillDriver.key(FrozenDatabase.key(thawed));
                var held = KillDriver.data(data);
                var instance = KillDriver.open(held, key)) {
            assertThat(new Check(instance.workspace()).all()).isEmpty();
            assertThat(State.of(instance.workspace())).contains("first Active NEW_KEY v1 brand-new");
        }
    }

    /// A migration that people have run is never edited: their databases would differ from ours.
    @ParameterizedTest
    @CsvSource({
        "sqlite/0001-tables.sql, 0c7fcda12cf4171f6692d87e73a85b3453115436876c22536473ed4f176798c5",
        "postgres/0001-tables.sql, 3da60fc5bfcafecf5f860e95e09996c80ae31ba11ec7e011c0a60b767da74759",
    })
    void a_migration_that_was_released_stays_as_it_is(String file, String hash) throws IOException {
        var text = Files.readAllBytes(Path.of("../store/src/main/resources/agentvault/store", file));

        assertThat(HexFormat.of().formatHex(Hash.sha256(text))).isEqualTo(hash);
    }
}
