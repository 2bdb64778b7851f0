package agentvault.keys;

import agentvault.crypto.Envelope;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A password that a person knows, stretched with Argon2id. Salt and cost stand beside what it wrapped, so that the
/// cost
/// can rise later without losing what was wrapped before.
public final class MasterPassword implements KeyProvider {

    public static final String KIND = "password";

    private static final byte FORMAT = 'P';
    private static final int SALT_BYTES = 16;
    private static final int MAX_MEMORY_KIB = 1 << 21;
    private static final int MAX_PASSES = 64;
    private static final int MAX_LANES = 64;

    /// Second recommendation of RFC 9106: 64 MiB, 3 passes, 4 lanes.
    private static final Cost COST = new Cost(1 << 16, 3, 4);

    private final Secret password;
    private final Randomness random;

    /// @param password stays the caller's, who closes it when this provider is no longer asked
    public MasterPassword(Secret password, Randomness random) {
        this.password = password;
        this.random = random;
    }

    private record Cost(int memoryKib, int passes, int lanes) {
        boolean bearable() {
            return memoryKib >= 8
                    && memoryKib <= MAX_MEMORY_KIB
                    && passes >= 1
                    && passes <= MAX_PASSES
                    && lanes >= 1
                    && lanes <= MAX_LANES;
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Octets wrap(byte[] place, Secret root) {
        byte[] salt = random.bytes(SALT_BYTES);
        try (var key = stretch(salt, COST)) {
            byte[] envelope = Envelope.seal(key, place, root, random).bytes();
            return Octets.of(ByteBuffer.allocate(1 + 3 * Integer.BYTES + SALT_BYTES + envelope.length)
                    .put(FORMAT)
                    .putInt(COST.memoryKib())
                    .putInt(COST.passes())
                    .putInt(COST.lanes())
                    .put(salt)
                    .put(envelope)
                    .array());
        }
    }

    @Override
    public Optional<Secret> unwrap(byte[] place, Octets wrapped) {
        try {
            var in = ByteBuffer.wrap(wrapped.bytes());
            if (in.get() != FORMAT) return Optional.empty();
            var cost = new Cost(in.getInt(), in.getInt(), in.getInt());
            byte[] salt = new byte[SALT_BYTES];
            in.get(salt);
            if (!cost.bearable()) return Optional.empty();
            byte[] envelope = new byte[in.remaining()];
            in.get(envelope);
            try (var key = stretch(salt, cost)) {
                return Envelope.open(key, place, Octets.of(envelope));
            }
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    private Secret stretch(byte[] salt, Cost cost) {
        var generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(cost.memoryKib())
                .withIterations(cost.passes())
                .withParallelism(cost.lanes())
                .withSalt(salt)
                .build());
        byte[] key = new byte[Envelope.KEY_BYTES];
        password.reveal(bytes -> generator.generateBytes(bytes, key));
        return Secret.take(key);
    }
}
