package agentvault.gate;

import agentvault.crypto.Hash;
import agentvault.crypto.Secret;
import agentvault.route.Visit;
import agentvault.wire.Request;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/// What a form of a page repeats, to show that it was made for the login that sends it. It is made of the cookie, which
/// no page can read, and leads back to nothing.
public final class FormKeys {

    private static final byte[] PURPOSE = "agent-vault form 1".getBytes(StandardCharsets.US_ASCII);

    private FormKeys() {}

    /// Empty for a browser that shows no login, or more than one.
    public static String of(Request request, Visit visit) {
        var cookies = Cookies.shown(request, visit);
        if (cookies.size() != 1) return "";
        try (var login = Secret.take(cookies.getFirst().getBytes(StandardCharsets.ISO_8859_1))) {
            return HexFormat.of().formatHex(Hash.hmac(login, PURPOSE));
        }
    }

    /// Whether a form repeats what the login of its sender asks for.
    public static boolean fits(Request request, Visit visit, String repeated) {
        var expected = of(request, visit);
        return !expected.isEmpty()
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.US_ASCII), repeated.getBytes(StandardCharsets.UTF_8));
    }
}
