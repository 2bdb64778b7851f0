package agentvault.access;

import agentvault.crypto.Hash;
import agentvault.crypto.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// What proves to a token endpoint that who asks for tokens is who sent the browser (RFC 7636, S256). It follows from
/// the state that went along and from the pepper, so it is kept nowhere.
public final class ProofKey {

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private ProofKey() {}

    /// Shown with the code. Whoever gets it closes it.
    public static Secret verifier(Token.Hash of) {
        return Secret.take(text(of).toCharArray());
    }

    /// Sent ahead, with the browser.
    public static String challenge(Token.Hash of) {
        return BASE64.encodeToString(Hash.sha256(text(of).getBytes(StandardCharsets.US_ASCII)));
    }

    private static String text(Token.Hash of) {
        return BASE64.encodeToString(of.value().bytes());
    }
}
