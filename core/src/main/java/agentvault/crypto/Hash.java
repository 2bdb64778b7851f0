package agentvault.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// SHA-256 and HMAC-SHA-256, the two hashes of this product.
public final class Hash {

    public static final int BYTES = 32;

    private Hash() {}

    public static byte[] sha256(byte[] message) {
        return sha256().digest(message);
    }

    /// SHA-256 for a message that comes in parts.
    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /// SHA-1, which WebSocket asks for: it shows that somebody understood, and protects nothing.
    public static byte[] sha1(byte[] message) {
        try {
            return MessageDigest.getInstance("SHA-1").digest(message);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-1", e);
        }
    }

    public static byte[] hmac(Secret key, byte[] message) {
        return key.reveal(bytes -> {
            try {
                var mac = Mac.getInstance("HmacSHA256");
                mac.init(new SecretKeySpec(bytes, "HmacSHA256"));
                return mac.doFinal(message);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JDK has no HMAC-SHA-256", e);
            }
        });
    }
}
