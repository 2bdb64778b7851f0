package agentvault.trail;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// The step from one hash to the next: SHA-256(0x00 || hash before || record). For one thread at a time.
final class Chain {

    private final MessageDigest digest;
    private final ByteBuffer prefix = ByteBuffer.allocate(1 + Hash.BYTES);

    Chain() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    Hash next(Hash previous, byte[] bytes, int from, int length) {
        prefix.position(1);
        previous.write(prefix);
        digest.update(prefix.array());
        digest.update(bytes, from, length);
        return Hash.ofBytes(digest.digest());
    }
}
