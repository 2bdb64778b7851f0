package agentvault.crypto;

import java.security.MessageDigest;
import java.util.Arrays;

/// Seals single rows with an HMAC over their canonical encoding: a row that was edited, or moved to another place, is
/// not believed. That a row is missing, or an older one came back, is seen by the [Manifest].
public final class RowSeal {

    private final KeyRing keys;

    public RowSeal(KeyRing keys) {
        this.keys = keys;
    }

    /// One byte of key version, 32 bytes of HMAC.
    public Octets seal(byte[] canonical) {
        var key = keys.current(KeyUse.ROW_SEAL);
        return sealWith(key, canonical);
    }

    public boolean holds(byte[] canonical, Octets seal) {
        if (seal.length() != 1 + Hash.BYTES) return false;
        int version = seal.lent()[0];
        return keys.version(KeyUse.ROW_SEAL, version)
                .map(key -> MessageDigest.isEqual(sealWith(key, canonical).lent(), seal.lent()))
                .orElse(false);
    }

    private static Octets sealWith(Key key, byte[] canonical) {
        byte[] seal = Arrays.copyOf(new byte[] {(byte) key.version()}, 1 + Hash.BYTES);
        System.arraycopy(Hash.hmac(key.material(), canonical), 0, seal, 1, Hash.BYTES);
        return Octets.of(seal);
    }
}
