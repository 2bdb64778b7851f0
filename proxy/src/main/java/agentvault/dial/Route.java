package agentvault.dial;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.crypto.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The way to elsewhere.
public sealed interface Route {

    record Direct() implements Route {}

    /// Through another proxy, which may be dialled wherever it is. Names are resolved and judged here, and it is asked
    /// for the address.
    ///
    /// @param resolves the proxy is asked for names and resolves them itself: what they stand for is not judged
    record Through(Place proxy, Login login, boolean resolves) implements Route {

        private static final String HTTP = "http://";
        private static final String HTTPS = "https://";
        private static final int HTTP_PORT = 80;
        private static final int HTTPS_PORT = 443;

        /// Reads `http://host:port` or `https://host:port`, also with `user:password@`, percent-encoded where it must
        /// be.
        /// Nothing if it is none of these: other kinds of proxies are not spoken to.
        public static Optional<Through> parse(String url, boolean resolves) {
            boolean secure = url.startsWith(HTTPS);
            if (!secure && !url.startsWith(HTTP)) return Optional.empty();
            var rest = url.substring(secure ? HTTPS.length() : HTTP.length());
            if (rest.endsWith("/")) rest = rest.substring(0, rest.length() - 1);
            int at = rest.lastIndexOf('@');
            var login = login(rest.substring(0, Math.max(0, at)));
            var authority = Authority.parse(rest.substring(at + 1), secure ? HTTPS_PORT : HTTP_PORT);
            return login.isPresent() && authority instanceof AuthorityResult.Valid(var proxy)
                    ? Optional.of(new Through(Place.of(proxy, secure), login.get(), resolves))
                    : Optional.empty();
        }

        private static Optional<Login> login(String encoded) {
            if (encoded.isEmpty()) return Optional.of(new Login.None());
            try {
                // A plus is a plus here.
                var decoded = URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8);
                var both = decoded.indexOf(':') < 0 ? decoded + ":" : decoded;
                return Optional.of(new Login.Basic(Secret.take(both.toCharArray())));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /// How we say who we are at the proxy.
    sealed interface Login {

        record None() implements Login {}

        /// @param secret `user:password`
        record Basic(Secret secret) implements Login {}
    }
}
