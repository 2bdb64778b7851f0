package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.TestKeys.Row;
import agentvault.id.Id;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowSealTest {

    private final KeyRing keys = TestKeys.ring(1);
    private final RowSeal seals = new RowSeal(keys);
    private final Row row = new Row(TestKeys.VAULT, "service", new Id(4, 4), "api.example.com");

    @Test
    void holds_for_the_row_it_was_made_for() {
        assertThat(seals.holds(row.canonical(), seals.seal(row.canonical()))).isTrue();
    }

    @Test
    void does_not_hold_for_an_edited_row_or_one_in_another_place() {
        var seal = seals.seal(row.canonical());

        assertThat(seals.holds(row.with("evil.example.com").canonical(), seal)).isFalse();
        assertThat(seals.holds(new Row(row.scope(), "grant", row.id(), row.column()).canonical(), seal))
                .isFalse();
        assertThat(seals.holds(new Row(row.scope(), row.table(), new Id(4, 5), row.column()).canonical(), seal))
                .isFalse();
        assertThat(seals.holds(
                        new Row(Scope.vault(new Id(3, 3)), row.table(), row.id(), row.column()).canonical(), seal))
                .isFalse();
    }

    @Test
    void no_bit_of_a_seal_can_be_changed() {
        byte[] seal = seals.seal(row.canonical()).bytes();

        for (int bit = 0; bit < seal.length * 8; bit++) {
            byte[] flipped = seal.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(seals.holds(row.canonical(), Octets.of(flipped)))
                    .as("bit %d", bit)
                    .isFalse();
        }
    }

    @Test
    void a_seal_of_another_length_does_not_hold() {
        byte[] seal = seals.seal(row.canonical()).bytes();

        for (int length = 0; length < seal.length * 2; length++) {
            var resized = Octets.of(Arrays.copyOf(seal, length));
            assertThat(seals.holds(row.canonical(), resized)).isEqualTo(length == seal.length);
        }
    }

    @Test
    void a_seal_of_an_older_key_holds_and_one_of_a_foreign_key_does_not() {
        var old = seals.seal(row.canonical());
        keys.add(TestKeys.key(KeyUse.ROW_SEAL, 2));

        assertThat(seals.seal(row.canonical())).isNotEqualTo(old);
        assertThat(seals.holds(row.canonical(), old)).isTrue();
        assertThat(new RowSeal(TestKeys.ring(2)).holds(row.canonical(), old)).isFalse();
    }
}
