package agentvault.trail;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.HexFormat;

/// Keys of RFC 8032, used by the JDK: the same in each process of a test.
public final class SigningPair {

    private static final String ALGORITHM = "Ed25519";
    private static final String BEFORE_A_SEED = "302e020100300506032b657004220420";
    private static final String BEFORE_A_PUBLIC_KEY = "302a300506032b6570032100";

    static final SigningPair FIRST = new SigningPair(
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
    static final SigningPair SECOND = new SigningPair(
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");

    private final PrivateKey privateKey;
    private final PublicKey publicKey;

    private SigningPair(String seed, String known) {
        try {
            var keys = KeyFactory.getInstance(ALGORITHM);
            privateKey =
                    keys.generatePrivate(new PKCS8EncodedKeySpec(HexFormat.of().parseHex(BEFORE_A_SEED + seed)));
            publicKey =
                    keys.generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(BEFORE_A_PUBLIC_KEY + known)));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    public byte[] sign(byte[] message) {
        try {
            var signing = Signature.getInstance(ALGORITHM);
            signing.initSign(privateKey);
            signing.update(message);
            return signing.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    boolean signed(byte[] message, byte[] signature) {
        try {
            var verification = Signature.getInstance(ALGORITHM);
            verification.initVerify(publicKey);
            verification.update(message);
            return verification.verify(signature);
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}
