package agentvault.keys;

import agentvault.crypto.Envelope;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.keys.Argon2.Cost;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Optional;

/// A password that a person knows, stretched with Argon2id. Salt and cost stand beside what it wrapped, so that the
/// cost
/// can rise later without losing what was wrapped before.
public final class MasterPassword implements KeyProvider {

    private static final byte FORMAT = 'P';

    /// Second recommendation of RFC 9106: 64 MiB, 3 passes, 4 lanes.
    private static final Cost COST = new Cost(1 << 16, 3, 4);

    private final Secret password;
    private final Randomness random;

    /// @param password stays the caller's, who closes it when this provider is no longer asked
    public MasterPassword(Secret password, Randomness random) {
        this.password = password;
        this.random = random;
    }

    /// Whether a password wrapped this root key.
    public static boolean wrapped(Octets root) {
        return root.length() > 0 && root.bytes()[0] == FORMAT;
    }

    @Override
    public String kind() {
        return "master password";
    }

    @Override
    public Octets wrap(byte[] place, Secret root) {
        byte[] salt = random.bytes(Argon2.SALT_BYTES);
        try (var key = Argon2.stretch(password, salt, COST)) {
            byte[] envelope = Envelope.seal(key, place, root, random).bytes();
            var out = ByteBuffer.allocate(1 + Cost.BYTES + salt.length + envelope.length)
                    .put(FORMAT);
            COST.writeTo(out);
            return Octets.of(out.put(salt).put(envelope).array());
        }
    }

    @Override
    public Optional<Secret> unwrap(byte[] place, Octets wrapped) {
        try {
            var in = ByteBuffer.wrap(wrapped.bytes());
            if (in.get() != FORMAT) return Optional.empty();
            var cost = Cost.readFrom(in);
            byte[] salt = new byte[Argon2.SALT_BYTES];
            in.get(salt);
            if (!cost.bearable()) return Optional.empty();
            byte[] envelope = new byte[in.remaining()];
            in.get(envelope);
            try (var key = Argon2.stretch(password, salt, cost)) {
                return Envelope.open(key, place, Octets.of(envelope));
            }
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }
}
