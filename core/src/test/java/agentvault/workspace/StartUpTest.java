package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Octets;
import agentvault.trail.Entry;
import agentvault.vault.Metadata;
import agentvault.vault.Vault;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Starts read what came after the last one, and find what a start that reads everything would find.
class StartUpTest {

    private final MemoryStore store = new MemoryStore();
    private final Office office = new Office(store);
    private final Vault vault = office.vault("my-vault");

    @BeforeEach
    void startOnce() {
        office.store(vault.id(), "STRIPE_KEY", "sk_live");
        assertThat(start().findings()).isEmpty();
    }

    @AfterEach
    void close() {
        office.close();
    }

    private StartUp.Report start() {
        return new StartUp(office.reopened(), office.instance()).reconcile(office.trail);
    }

    private List<Store.Mark> marks() {
        return store.read(all -> all.marks(office.instance()));
    }

    @Test
    void a_start_reads_what_came_after_the_last_one() {
        assertThat(start()).isEqualTo(new StartUp.Report(0, 0, List.of()));
        assertThat(office.trail.replayed()).isZero();

        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        assertThat(start()).isEqualTo(new StartUp.Report(0, 0, List.of()));
        assertThat(office.trail.replayed()).isEqualTo(2);
    }

    @Test
    void marks_of_closed_intents_are_forgotten_and_those_of_open_ones_are_not() {
        assertThat(marks()).isEmpty();
        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        int length = office.trail.entries().size();
        office.trail.cutTo(length - 1);
        office.store(vault.id(), "STRIPE_KEY", "sk_again");

        new Reckonings(office.reopened(), office.instance()).advance(office.trail);
        assertThat(marks()).extracting(Store.Mark::sequence).containsExactly(length - 1L, length + 0L);

        assertThat(start()).isEqualTo(new StartUp.Report(1, 0, List.of()));
        assertThat(marks()).isEmpty();
    }

    @Test
    void a_database_set_back_is_found_though_no_entry_since_the_last_start_tells_of_it() {
        var earlier = store.copy();
        done(office.workspace.vaults().delete(office.owner, vault.id()));
        assertThat(start().findings()).isEmpty();
        store.restore(earlier);

        assertThat(start().findings())
                .anySatisfy(finding -> assertThat(finding.toString())
                        .contains(vault.id().toString())
                        .contains("older than the trail"));
    }

    @Test
    void what_is_wrong_once_is_found_by_every_start() {
        var earlier = store.copy();
        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        store.restore(earlier);

        assertThat(start().findings()).isNotEmpty();
        assertThat(start().findings()).isNotEmpty();
    }

    @Test
    void a_trail_cut_behind_what_was_read_before_is_found() {
        office.trail.cutTo(office.trail.entries().size() - 3);

        assertThat(start().findings())
                .anySatisfy(finding -> assertThat(finding.toString()).contains("trail is older than the database"));
    }

    @Test
    void a_note_that_is_old_or_was_edited_makes_a_start_longer_and_nothing_else() {
        var old = office.trail.kept().orElseThrow();
        office.store(vault.id(), "STRIPE_KEY", "sk_rotated");
        var earlier = store.copy();
        office.store(vault.id(), "STRIPE_KEY", "sk_again");
        start();
        long all = office.trail.head().sequence();
        byte[] edited = office.trail.kept().orElseThrow().bytes();
        edited[edited.length - 1] ^= 1;

        store.restore(earlier);
        for (var note : List.of(old, Octets.of(edited), Octets.of(new byte[0]), Octets.of(new byte[] {0, 0, 0, 9}))) {
            office.trail.keep(note);
            assertThat(start().findings()).isNotEmpty();
            assertThat(office.trail.replayed()).isEqualTo(note.equals(old) ? 4 : all);
        }
    }

    @Test
    void what_fails_before_it_can_be_committed_is_void_at_once() {
        var naming = new Vaults.Naming("x".repeat(256), "", Metadata.EMPTY);
        assertThatThrownBy(() -> office.workspace.vaults().describe(office.owner, vault.id(), naming))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(office.trail.entries().getLast()).isInstanceOf(Entry.Voided.class);
        assertThat(start()).isEqualTo(new StartUp.Report(0, 0, List.of()));
    }
}
