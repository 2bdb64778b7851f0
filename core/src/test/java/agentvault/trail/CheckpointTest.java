package agentvault.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.id.Id;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CheckpointTest {

    private final Checkpoint checkpoint = new Checkpoint(
            new Id(1, 2), new Id(3, 4), 1, new Head(1_000, new Hash(1, 2, 3, 4)), Instant.ofEpochSecond(1_800_000_000));

    @Test
    void its_note_is_a_small_text_that_a_person_can_read() {
        assertThat(checkpoint.signedBy(TrailKit.SIGNER)).startsWith("""
                agent-vault trail checkpoint v1
                installation 00000000-0000-0001-0000-000000000002
                instance 00000000-0000-0003-0000-000000000004
                epoch 1
                sequence 1000
                head 0000000000000001000000000000000200000000000000030000000000000004
                time 2027-01-15T08:00:00Z

                — trail-key \
                """);
    }

    @Test
    void a_note_is_read_as_it_was_signed() {
        assertThat(Checkpoint.read(checkpoint.signedBy(TrailKit.SIGNER), TrailKit.VERIFIER))
                .contains(checkpoint);
    }

    @Test
    void a_note_with_any_character_changed_is_not_a_checkpoint() {
        String note = checkpoint.signedBy(TrailKit.SIGNER);
        for (int i = 0; i < note.length(); i++) {
            var changed = new StringBuilder(note);
            changed.setCharAt(i, note.charAt(i) == '0' ? '1' : '0');
            assertThat(Checkpoint.read(changed.toString(), TrailKit.VERIFIER))
                    .as("character %s of %s", i, note)
                    .isEmpty();
        }
    }

    @Test
    void a_signature_has_one_spelling() {
        String note = checkpoint.signedBy(TrailKit.SIGNER);
        int last = note.lastIndexOf("==") - 1;
        for (char spelled : "AQgwBRhx".toCharArray()) {
            String spelledSo = note.substring(0, last) + spelled + note.substring(last + 1);
            assertThat(Checkpoint.read(spelledSo, TrailKit.VERIFIER).isPresent())
                    .isEqualTo(spelledSo.equals(note));
        }
    }

    @Test
    void a_note_of_an_unknown_key_is_not_a_checkpoint() {
        var other = SigningPair.SECOND;
        String unknownName = checkpoint.signedBy(TrailSigner.of("other", TrailKit.KEY::sign));
        String unknownKey = checkpoint.signedBy(TrailSigner.of("trail-key", other::sign));

        assertThat(Checkpoint.read(unknownName, TrailKit.VERIFIER)).isEmpty();
        assertThat(Checkpoint.read(unknownKey, TrailKit.VERIFIER)).isEmpty();
    }

    @Test
    void a_time_or_signature_that_cannot_be_parsed_is_no_checkpoint() {
        String note = checkpoint.signedBy(TrailKit.SIGNER);

        assertThat(Checkpoint.read(note.replace("2027-01-15", "2027-13-15"), TrailKit.VERIFIER))
                .isEmpty();
        assertThat(Checkpoint.read(note.replace("— trail-key ", "— trail-key %"), TrailKit.VERIFIER))
                .isEmpty();
        assertThat(Checkpoint.read(note + "x".repeat(1_100), TrailKit.VERIFIER)).isEmpty();
    }

    @Test
    void a_key_name_with_a_space_is_refused() {
        assertThatThrownBy(() -> checkpoint.signedBy(TrailSigner.of("trail key", TrailKit.KEY::sign)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
