package agentvault.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;

/// Keys that certificates are signed with: on the curve P-256, which every client of TLS knows. The JDK draws them from
/// the operating system.
public final class SigningKeys {

    private static final String ALGORITHM = "EC";
    private static final String CURVE = "secp256r1";

    private SigningKeys() {}

    public static KeyPair generate() {
        try {
            var generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK generates keys on P-256", e);
        }
    }

    /// A private key as it is kept; the JDK's key holds a copy of it on the heap.
    public static PrivateKey privateKey(Secret kept) {
        return kept.reveal(bytes -> {
            try {
                return KeyFactory.getInstance(ALGORITHM).generatePrivate(new PKCS8EncodedKeySpec(bytes));
            } catch (GeneralSecurityException e) {
                throw new IllegalArgumentException("no private key on P-256", e);
            }
        });
    }
}
