package agentvault.trail;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;

/// A key of the JDK's, for tests.
public final class SigningPair {

    private static final String ALGORITHM = "Ed25519";

    private final KeyPair pair;

    SigningPair() {
        try {
            pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] sign(byte[] message) {
        try {
            var signing = Signature.getInstance(ALGORITHM);
            signing.initSign(pair.getPrivate());
            signing.update(message);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    boolean signed(byte[] message, byte[] signature) {
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(pair.getPublic());
            verification.update(message);
            return verification.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
