package agentvault.fuzz;

import agentvault.crypto.Envelope;
import agentvault.crypto.Key;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Manifest;
import agentvault.crypto.Octets;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// What stands in a database instead of an envelope, a wrapped key, a manifest or a row's seal: the input itself, and a
/// genuine one with the input laid over a part of it.
public final class EnvelopeFuzz {

    private static final Id INSTALLATION = new Id(1, 1);
    private static final Scope VAULT = Scope.vault(new Id(2, 2));
    private static final byte[] PLACE = {7};
    private static final Random SEEDED = new Random(1);
    private static final KeyRing KEYS = keys();
    private static final Octets ENVELOPE = Envelope.seal(root(), PLACE, Secret.take(new byte[20]), SEEDED::nextBytes);
    private static final WrappedKey WRAPPED = KEYS.make(KeyUse.VAULT, VAULT.id(), 1, SEEDED::nextBytes);
    private static final Octets MANIFEST = Manifest.empty(VAULT).seal(KEYS, SEEDED::nextBytes);
    private static final Octets SEAL = new RowSeal(KEYS).seal(PLACE);

    private EnvelopeFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        for (var genuine : List.of(ENVELOPE, WRAPPED.envelope(), MANIFEST, SEAL)) judge(laidOver(genuine, input));
        judge(Octets.of(input));
    }

    private static void judge(Octets bytes) {
        opens(Envelope.use(root(), PLACE, bytes, clear -> clear.length).isPresent(), bytes, ENVELOPE);
        var wrapped = new WrappedKey(
                WRAPPED.id(), WRAPPED.use(), WRAPPED.owner(), WRAPPED.version(), WRAPPED.wrappedBy(), bytes);
        opens(KEYS.open(wrapped).isPresent(), bytes, WRAPPED.envelope());
        opens(Manifest.open(KEYS, VAULT, 0, bytes).isPresent(), bytes, MANIFEST);
        opens(new RowSeal(KEYS).holds(PLACE, bytes), bytes, SEAL);
    }

    private static void opens(boolean opened, Octets bytes, Octets genuine) {
        Invariant.holds(opened == bytes.equals(genuine), "only what was sealed here opens", bytes);
    }

    /// The first byte says where, the rest is laid over.
    private static Octets laidOver(Octets genuine, byte[] input) {
        byte[] bytes = genuine.bytes();
        var draw = new Draw(input);
        int at = draw.below(bytes.length + 1);
        byte[] patch = draw.rest();
        byte[] result = Arrays.copyOf(bytes, Math.max(bytes.length, at + patch.length));
        System.arraycopy(patch, 0, result, at, patch.length);
        return Octets.of(result);
    }

    private static Secret root() {
        return KEYS.current(KeyUse.ROOT).material();
    }

    private static KeyRing keys() {
        var keys = new ArrayList<Key>();
        for (var use : KeyUse.values()) {
            byte[] material = new byte[Envelope.KEY_BYTES];
            SEEDED.nextBytes(material);
            keys.add(new Key(new Id(3, keys.size()), use, INSTALLATION, 1, Secret.take(material)));
        }
        return new KeyRing(INSTALLATION, keys);
    }
}
