package agentvault.crypto;

import java.io.Serial;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;

/// Signs with an Ed25519 key that exists as a key only while it signs; between signatures there is its seed, a
/// [Secret].
public final class Ed25519Signer {

    private static final String ALGORITHM = "Ed25519";
    private static final int SEED_BYTES = 32;

    private final Secret seed;
    private final byte[] publicKey;

    /// The seed stays the caller's to close.
    public Ed25519Signer(Secret seed) {
        if (seed.length() != SEED_BYTES) throw new IllegalArgumentException("an Ed25519 seed is 32 bytes");
        this.seed = seed;
        this.publicKey = seed.reveal(Ed25519Signer::derivePublicKey);
    }

    /// The public key, X.509-encoded.
    public byte[] publicKey() {
        return publicKey.clone();
    }

    public byte[] sign(byte[] message) {
        return seed.reveal(bytes -> {
            try {
                var key = KeyFactory.getInstance(ALGORITHM)
                        .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes));
                var signature = Signature.getInstance(ALGORITHM);
                signature.initSign(key);
                signature.update(message);
                return signature.sign();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("every JDK signs with Ed25519", e);
            }
        });
    }

    /// Whether the key, X.509-encoded, signed the message; false for bytes that are no key or no signature.
    public static boolean verifies(byte[] publicKey, byte[] message, byte[] signature) {
        try {
            PublicKey key = KeyFactory.getInstance(ALGORITHM).generatePublic(new X509EncodedKeySpec(publicKey));
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(key);
            verification.update(message);
            return verification.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }

    /// The JDK derives a public key only while it generates a pair, from the bytes that its random source hands it.
    private static byte[] derivePublicKey(byte[] seed) {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new SeedAsRandom(seed));
            return generator.generateKeyPair().getPublic().getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK generates Ed25519 keys", e);
        }
    }

    /// Hands out the seed once, as if it were random.
    private static final class SeedAsRandom extends SecureRandom {
        @Serial
        private static final long serialVersionUID = 1L;

        private final transient byte[] seed;

        private SeedAsRandom(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            System.arraycopy(seed, 0, bytes, 0, SEED_BYTES);
        }
    }
}
