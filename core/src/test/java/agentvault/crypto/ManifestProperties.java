package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.TestKeys.Row;
import agentvault.id.Id;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// A manifest knows its scope's rows: all of them, these versions of them, in these tables.
class ManifestProperties {

    private final KeyRing keys = TestKeys.ring(1);

    @Property(tries = 200)
    void the_order_of_changes_does_not_matter(@ForAll("rows") List<Row> rows, @ForAll long seed) {
        var shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(seed));

        assertThat(TestKeys.manifest(keys, rows).differences(TestKeys.manifest(keys, shuffled)))
                .isEmpty();
    }

    @Property(tries = 200)
    void adding_and_removing_leaves_nothing_behind(@ForAll("rows") List<Row> rows) {
        var emptied = TestKeys.manifest(keys, rows);
        for (var row : rows) emptied = emptied.without(keys, row);

        assertThat(emptied.differences(Manifest.empty(TestKeys.VAULT))).isEmpty();
    }

    @Property(tries = 300)
    void a_missing_row_shows_for_its_table(@ForAll("rows") List<Row> rows, @ForAll @IntRange(max = 7) int which) {
        var row = rows.get(which % rows.size());
        var without = new ArrayList<>(rows);
        without.remove(row);

        assertThat(differences(rows, without)).containsExactly(row.table());
    }

    @Property(tries = 300)
    void an_added_row_shows_for_its_table(@ForAll("rows") List<Row> rows, @ForAll @IntRange(max = 7) int which) {
        var twin = rows.get(which % rows.size());
        var added = new Row(twin.scope(), twin.table(), new Id(9, 9), twin.column());
        var more = new ArrayList<>(rows);
        more.add(added);

        assertThat(differences(rows, more)).containsExactly(added.table());
    }

    @Property(tries = 300)
    void a_row_of_another_version_shows_for_its_table(
            @ForAll("rows") List<Row> rows, @ForAll @IntRange(max = 7) int which) {
        int at = which % rows.size();
        var older = new ArrayList<>(rows);
        older.set(at, rows.get(at).with("older"));

        assertThat(differences(rows, older)).containsExactly(rows.get(at).table());
    }

    @Property(tries = 300)
    void a_row_in_another_table_shows_for_both(@ForAll("rows") List<Row> rows, @ForAll @IntRange(max = 7) int which) {
        int at = which % rows.size();
        var row = rows.get(at);
        var moved = new ArrayList<>(rows);
        moved.set(at, new Row(row.scope(), "elsewhere", row.id(), row.column()));

        assertThat(differences(rows, moved)).containsExactlyInAnyOrder("elsewhere", row.table());
    }

    /// XOR forgets what it sees twice, the count does not.
    @Property(tries = 100)
    void a_row_that_is_there_three_times_is_not_there_once(@ForAll("rows") List<Row> rows) {
        var thrice = new ArrayList<>(rows);
        thrice.add(rows.getFirst());
        thrice.add(rows.getFirst());

        assertThat(differences(rows, thrice)).containsExactly(rows.getFirst().table());
    }

    @Property(tries = 100)
    void opens_as_it_was_sealed(@ForAll("rows") List<Row> rows) {
        var manifest = TestKeys.manifest(keys, rows).counted().counted();
        var sealed = manifest.seal(keys, TestKeys.RANDOM);

        assertThat(Manifest.open(keys, TestKeys.VAULT, 2, sealed)).hasValueSatisfying(opened -> {
            assertThat(opened.differences(manifest)).isEmpty();
            assertThat(opened.counter()).isEqualTo(2);
            assertThat(opened.scope()).isEqualTo(TestKeys.VAULT);
        });
    }

    @Property(tries = 100)
    void opens_for_its_scope_counter_installation_and_key_alone(@ForAll("rows") List<Row> rows) {
        var sealed = TestKeys.manifest(keys, rows).counted().seal(keys, TestKeys.RANDOM);
        var vault = TestKeys.VAULT;

        assertThat(Manifest.open(keys, vault, 0, sealed)).isEmpty();
        assertThat(Manifest.open(keys, vault, 2, sealed)).isEmpty();
        assertThat(Manifest.open(keys, Scope.vault(new Id(3, 3)), 1, sealed)).isEmpty();
        assertThat(Manifest.open(keys, Scope.workspace(vault.id()), 1, sealed)).isEmpty();
        assertThat(Manifest.open(TestKeys.ring(2), vault, 1, sealed)).isEmpty();
        assertThat(Manifest.open(TestKeys.ring(new Id(8, 8), 1), vault, 1, sealed))
                .isEmpty();
    }

    @Example
    void no_bit_of_a_sealed_manifest_can_be_changed_and_no_byte_cut_off() {
        var row = new Row(TestKeys.VAULT, "service", new Id(4, 4), "x");
        byte[] sealed = TestKeys.manifest(keys, List.of(row))
                .seal(keys, TestKeys.RANDOM)
                .bytes();

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(Manifest.open(keys, TestKeys.VAULT, 0, Octets.of(flipped)))
                    .as("bit %d", bit)
                    .isEmpty();
        }
        for (int length = 0; length < sealed.length; length++) {
            var cut = Octets.of(Arrays.copyOf(sealed, length));
            assertThat(Manifest.open(keys, TestKeys.VAULT, 0, cut)).isEmpty();
        }
    }

    @Example
    void a_row_of_another_scope_is_a_mistake() {
        var foreign = new Row(Scope.vault(new Id(3, 3)), "service", new Id(4, 4), "x");
        var manifest = Manifest.empty(TestKeys.VAULT);

        assertThatThrownBy(() -> manifest.with(keys, foreign)).isInstanceOf(IllegalArgumentException.class);
    }

    @Example
    void counting_changes_the_counter_alone() {
        var row = new Row(TestKeys.VAULT, "service", new Id(4, 4), "x");
        var manifest = TestKeys.manifest(keys, List.of(row));

        assertThat(manifest.counter()).isZero();
        assertThat(manifest.counted().counter()).isEqualTo(1);
        assertThat(manifest.counted().differences(manifest)).isEmpty();
    }

    @Provide
    Arbitrary<List<Row>> rows() {
        return Combinators.combine(
                        Arbitraries.of("service", "credential", "access_grant"),
                        Arbitraries.longs().between(0, 1_000),
                        Arbitraries.of("", "a", "b"))
                .as((table, id, column) -> new Row(TestKeys.VAULT, table, new Id(4, id), column))
                .list()
                .ofMinSize(1)
                .ofMaxSize(8)
                .uniqueElements(Row::id);
    }

    private List<String> differences(List<Row> expected, List<Row> found) {
        return List.copyOf(TestKeys.manifest(keys, expected)
                .differences(TestKeys.manifest(keys, found))
                .keySet());
    }
}
