package agentvault.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/// What opens an envelope: the same key, the same place, the same bytes, and nothing else.
class EnvelopeProperties {

    private static final int SALT_AT = 3;
    private static final int COMMITMENT_AT = SALT_AT + 24;
    private static final int CIPHERTEXT_AT = COMMITMENT_AT + 32;
    private static final byte[] PLACE = {7};

    private final Random seeded = new Random(1);
    private final Randomness random = seeded::nextBytes;

    @Property(tries = 200)
    void opens_with_the_same_key_at_the_same_place(
            @ForAll("keys") byte[] key, @ForAll byte[] place, @ForAll @Size(max = 300) byte[] message) {
        var sealed = seal(key, place, message);

        assertThat(sealed.length()).isEqualTo(message.length + Envelope.OVERHEAD);
        assertThat(opened(key, place, sealed))
                .hasValueSatisfying(clear -> assertThat(clear).isEqualTo(message));
    }

    @Property(tries = 200)
    void never_opens_at_another_place(@ForAll byte[] one, @ForAll byte[] other, @ForAll("keys") byte[] key) {
        var sealed = seal(key, one, message());
        assertThat(opened(key, other, sealed).isPresent()).isEqualTo(Arrays.equals(one, other));
    }

    @Property(tries = 200)
    void never_opens_under_another_key(@ForAll("keys") byte[] one, @ForAll("keys") byte[] other) {
        var sealed = seal(one, PLACE, message());
        assertThat(opened(other, PLACE, sealed).isPresent()).isEqualTo(Arrays.equals(one, other));
    }

    @Example
    void no_single_bit_can_be_changed() {
        byte[] key = random.bytes(Envelope.KEY_BYTES);
        byte[] sealed = seal(key, PLACE, message()).bytes();

        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] flipped = sealed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(opened(key, PLACE, Octets.of(flipped))).as("bit %d", bit).isEmpty();
        }
    }

    @Example
    void no_byte_can_be_cut_off_or_added() {
        byte[] key = random.bytes(Envelope.KEY_BYTES);
        byte[] sealed = seal(key, PLACE, message()).bytes();

        for (int length = 0; length <= sealed.length * 2; length++) {
            boolean whole = length == sealed.length;
            var resized = Octets.of(Arrays.copyOf(sealed, length));
            assertThat(opened(key, PLACE, resized).isPresent())
                    .as("length %d", length)
                    .isEqualTo(whole);
        }
        var shifted = Octets.of(Arrays.copyOfRange(sealed, 1, sealed.length));
        assertThat(opened(key, PLACE, shifted)).isEmpty();
    }

    @Property(tries = 500)
    void random_bytes_neither_open_nor_throw(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean magic) {
        byte[] key = random.bytes(Envelope.KEY_BYTES);
        if (magic && bytes.length >= SALT_AT) System.arraycopy(new byte[] {'A', 'V', 1}, 0, bytes, 0, SALT_AT);
        assertThat(opened(key, PLACE, Octets.of(bytes))).isEmpty();
    }

    @Example
    void no_two_messages_share_a_salt() {
        byte[] key = random.bytes(Envelope.KEY_BYTES);
        var salts = new HashSet<Octets>();

        for (int i = 0; i < 2_000; i++) {
            byte[] sealed = seal(key, PLACE, message()).bytes();
            salts.add(Octets.of(Arrays.copyOfRange(sealed, SALT_AT, COMMITMENT_AT)));
        }
        assertThat(salts).hasSize(2_000);
    }

    /// AES-GCM alone lets somebody who knows two keys make one ciphertext that both open. The commitment to the key is
    /// checked before the ciphertext is looked at, so even the right message key is of no use under a foreign one.
    @Property(tries = 50)
    void a_replaced_commitment_opens_under_no_key(@ForAll("keys") byte[] mine, @ForAll("keys") byte[] foreign) {
        byte[] sealed = seal(mine, PLACE, message()).bytes();
        byte[] salt = Arrays.copyOfRange(sealed, SALT_AT, COMMITMENT_AT);
        byte[] committed = Arrays.copyOfRange(sealed, COMMITMENT_AT, CIPHERTEXT_AT);
        assertThat(committed).isEqualTo(commitment(mine, salt));

        System.arraycopy(commitment(foreign, salt), 0, sealed, COMMITMENT_AT, committed.length);

        boolean same = Arrays.equals(mine, foreign);
        assertThat(opened(mine, PLACE, Octets.of(sealed)).isPresent()).isEqualTo(same);
        assertThat(opened(foreign, PLACE, Octets.of(sealed)).isPresent()).isEqualTo(same);
    }

    @Provide
    Arbitrary<byte[]> keys() {
        return Arbitraries.bytes().array(byte[].class).ofSize(Envelope.KEY_BYTES);
    }

    private byte[] message() {
        return "s3cret".getBytes(StandardCharsets.UTF_8);
    }

    private Octets seal(byte[] key, byte[] place, byte[] message) {
        try (var secret = Secret.take(key.clone());
                var plaintext = Secret.take(message.clone())) {
            return Envelope.seal(secret, place, plaintext, random);
        }
    }

    private static Optional<byte[]> opened(byte[] key, byte[] place, Octets sealed) {
        try (var secret = Secret.take(key.clone())) {
            return Envelope.use(secret, place, sealed, byte[]::clone);
        }
    }

    /// The second half of a block of HKDF-Expand, written down a second time.
    private static byte[] commitment(byte[] key, byte[] salt) {
        try {
            var mac = Mac.getInstance("HmacSHA512");
            mac.init(new SecretKeySpec(key, "HmacSHA512"));
            mac.update(salt);
            return Arrays.copyOfRange(mac.doFinal(new byte[] {1}), 32, 64);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
