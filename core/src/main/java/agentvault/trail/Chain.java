package agentvault.trail;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// The step from one hash to the next: SHA-256(0x00 || hash before || record). For one thread at a time.
final class Chain {

    private final MessageDigest digest = agentvault.crypto.Hash.sha256();
    private final ByteBuffer prefix = ByteBuffer.allocate(1 + Hash.BYTES);

    Hash next(Hash previous, byte[] bytes, int from, int length) {
        prefix.position(1);
        previous.write(prefix);
        digest.update(prefix.array());
        digest.update(bytes, from, length);
        return Hash.ofBytes(digest.digest());
    }
}
