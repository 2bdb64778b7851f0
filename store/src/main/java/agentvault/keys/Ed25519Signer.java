package agentvault.keys;

import agentvault.crypto.Secret;
import org.bouncycastle.math.ec.rfc8032.Ed25519;

/// Signs with an Ed25519 key that exists as a key only while it signs; between signatures there is its seed, a
/// [Secret].
public final class Ed25519Signer {

    private final Secret seed;
    private final byte[] publicKey;

    /// The seed stays the caller's to close.
    public Ed25519Signer(Secret seed) {
        if (seed.length() != Ed25519.SECRET_KEY_SIZE) throw new IllegalArgumentException("an Ed25519 seed is 32 bytes");
        this.seed = seed;
        this.publicKey = seed.reveal(bytes -> {
            byte[] derived = new byte[Ed25519.PUBLIC_KEY_SIZE];
            Ed25519.generatePublicKey(bytes, 0, derived, 0);
            return derived;
        });
    }

    /// The 32 bytes of the public key.
    public byte[] publicKey() {
        return publicKey.clone();
    }

    public byte[] sign(byte[] message) {
        return seed.reveal(bytes -> {
            byte[] signature = new byte[Ed25519.SIGNATURE_SIZE];
            Ed25519.sign(bytes, 0, publicKey, 0, message, 0, message.length, signature, 0);
            return signature;
        });
    }

    /// Whether the key signed the message; false for bytes that are no key or no signature.
    public static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        return publicKey.length == Ed25519.PUBLIC_KEY_SIZE
                && signature.length == Ed25519.SIGNATURE_SIZE
                && Ed25519.verify(signature, 0, publicKey, 0, message, 0, message.length);
    }
}
