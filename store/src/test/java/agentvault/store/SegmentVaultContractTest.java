package agentvault.store;

import static agentvault.workspace.Examples.id;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.files.MemorySegmentVault;
import agentvault.id.Id;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentKey;
import agentvault.trail.SegmentVault;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SegmentVaultContractTest {

    private static final Id INSTALLATION = id(1);

    enum Kind {
        MEMORY,
        SQLITE,
        POSTGRES;

        void use(Consumer<SegmentVault> work) {
            if (this == MEMORY) {
                work.accept(new MemorySegmentVault());
                return;
            }
            var folder = Database.folder();
            try (var store = this == SQLITE
                    ? SqliteStore.open(folder.resolve("vault.db"))
                    : PostgresStore.open(PostgresServer.url(), PostgresServer.newSchema())) {
                work.accept(store.segments());
            } finally {
                Database.delete(folder);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_was_put_is_listed_by_instance_and_number_and_fetched(Kind kind) {
        kind.use(vault -> {
            for (var copy : new SegmentCopy[] {copy(9, 1, 5, true), copy(8, 2, 9, false), copy(8, 1, 4, true)}) {
                vault.put(copy, content(copy));
            }
            vault.put(new SegmentCopy(new SegmentKey(id(2), id(7), 1), Head.NONE, false, ""), new byte[0]);

            assertThat(vault.list(INSTALLATION))
                    .containsExactly(copy(8, 1, 4, true), copy(8, 2, 9, false), copy(9, 1, 5, true))
                    .allSatisfy(copy -> assertThat(vault.get(copy.key()))
                            .hasValueSatisfying(found -> assertThat(found).isEqualTo(content(copy))));
            assertThat(vault.get(new SegmentKey(INSTALLATION, id(8), 3))).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_longer_copy_takes_the_place_of_a_shorter_one_and_a_shorter_one_does_not(Kind kind) {
        kind.use(vault -> {
            vault.put(copy(8, 1, 4, false), new byte[] {4});
            vault.put(copy(8, 1, 6, false), new byte[] {6});
            vault.put(copy(8, 1, 5, false), new byte[] {5});

            assertThat(vault.list(INSTALLATION)).containsExactly(copy(8, 1, 6, false));
            assertThat(vault.get(copy(8, 1, 6, false).key()).orElseThrow()).containsExactly(6);
        });
    }

    @ParameterizedTest
    @EnumSource
    void the_copy_of_a_closed_segment_is_final(Kind kind) {
        kind.use(vault -> {
            vault.put(copy(8, 1, 4, true), new byte[] {4});
            vault.put(copy(8, 1, 9, false), new byte[] {9});

            assertThat(vault.list(INSTALLATION)).containsExactly(copy(8, 1, 4, true));
        });
    }

    private static SegmentCopy copy(long instance, long number, long sequence, boolean closed) {
        var head = new Head(sequence, new Hash(sequence, -1, 0, Long.MIN_VALUE));
        return new SegmentCopy(
                new SegmentKey(INSTALLATION, id(instance), number), head, closed, "note — " + sequence + "\n");
    }

    private static byte[] content(SegmentCopy copy) {
        return new byte[] {0, (byte) copy.key().number(), (byte) copy.head().sequence(), -1};
    }
}
