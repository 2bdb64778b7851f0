package agentvault.proxy;

import agentvault.crypto.Secret;
import agentvault.http.Fields;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/// What a client shows at the door: a token, and perhaps the name of a vault.
final class ProxyCredentials {

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private ProxyCredentials() {}

    sealed interface Shown {

        /// @param token to be closed by whoever asked
        record Token(Secret token, String vault) implements Shown {}

        record Nothing() implements Shown {}

        /// More than one thing: servers behind us might believe another one than we do.
        record Several() implements Shown {}

        /// Something that is no token.
        record Unclear() implements Shown {}
    }

    /// `Proxy-Authorization`: Bearer with a token, or Basic with `token` or `token:vault`.
    static Shown atProxy(Fields fields) {
        return only(fields, "proxy-authorization", true);
    }

    /// `Authorization: Bearer` and `X-Vault`, as the API takes them.
    static Shown atPath(Fields fields) {
        var shown = only(fields, "authorization", false);
        if (!(shown instanceof Shown.Token(var token, var _))) return shown;
        var vault = vault(fields);
        if (vault.isPresent()) return new Shown.Token(token, vault.get());
        token.close();
        return new Shown.Several();
    }

    private static Optional<String> vault(Fields fields) {
        Optional<String> vault = Optional.of("");
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, "x-vault")) continue;
            if (!vault.equals(Optional.of(""))) return Optional.empty();
            vault = Optional.of(fields.value(i));
        }
        return vault;
    }

    private static Shown only(Fields fields, String name, boolean basic) {
        int at = -1;
        for (int i = 0; i < fields.size(); i++) {
            if (!fields.named(i, name)) continue;
            if (at >= 0) return new Shown.Several();
            at = i;
        }
        return at < 0 ? new Shown.Nothing() : read(fields, at, basic);
    }

    private static Shown read(Fields fields, int field, boolean basic) {
        var found = new Shown[] {new Shown.Unclear()};
        fields.showValue(field, (bytes, start, length) -> {
            if (begins(bytes, start, length, BEARER))
                found[0] = token(Arrays.copyOfRange(bytes, start + BEARER.length(), start + length));
            else if (basic && begins(bytes, start, length, BASIC))
                found[0] = decoded(Arrays.copyOfRange(bytes, start + BASIC.length(), start + length));
        });
        return found[0];
    }

    private static boolean begins(byte[] bytes, int start, int length, String lowerCase) {
        if (length <= lowerCase.length()) return false;
        for (int i = 0; i < lowerCase.length(); i++) {
            int b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + ('a' - 'A') : b) != lowerCase.charAt(i)) return false;
        }
        return true;
    }

    private static Shown token(byte[] token) {
        return new Shown.Token(Secret.take(token), "");
    }

    private static Shown decoded(byte[] encoded) {
        byte[] pair;
        try {
            pair = Base64.getDecoder().decode(encoded);
        } catch (IllegalArgumentException _) {
            return new Shown.Unclear();
        }
        int colon = 0;
        while (colon < pair.length && pair[colon] != ':') colon++;
        var vault = colon == pair.length
                ? ""
                : new String(pair, colon + 1, pair.length - colon - 1, StandardCharsets.UTF_8);
        var token = Secret.take(Arrays.copyOf(pair, colon));
        Arrays.fill(pair, (byte) 0);
        return new Shown.Token(token, vault);
    }
}
