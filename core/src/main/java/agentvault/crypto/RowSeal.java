package agentvault.crypto;

import java.nio.ByteBuffer;
import java.security.MessageDigest;

/// Seals single rows with an HMAC over their canonical encoding: a row that was edited, or moved to another place, is
/// not believed. That a row is missing, or an older one came back, is seen by the [Manifest].
public final class RowSeal {

    private final KeyRing keys;

    public RowSeal(KeyRing keys) {
        this.keys = keys;
    }

    /// Four bytes of key version, 32 bytes of HMAC.
    public Octets seal(byte[] canonical) {
        var key = keys.current(KeyUse.ROW_SEAL);
        return sealWith(key, canonical);
    }

    public boolean holds(byte[] canonical, Octets seal) {
        if (seal.length() != Integer.BYTES + Hash.BYTES) return false;
        int version = ByteBuffer.wrap(seal.lent()).getInt();
        return keys.version(KeyUse.ROW_SEAL, version)
                .map(key -> MessageDigest.isEqual(sealWith(key, canonical).lent(), seal.lent()))
                .orElse(false);
    }

    private static Octets sealWith(Key key, byte[] canonical) {
        return Octets.of(ByteBuffer.allocate(Integer.BYTES + Hash.BYTES)
                .putInt(key.version())
                .put(Hash.hmac(key.material(), canonical))
                .array());
    }
}
