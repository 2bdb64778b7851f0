package agentvault.child;

import java.net.InetSocketAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// Where a program finds the proxy and the API, and what it shows there.
///
/// @param proxy the forward proxy as the program reaches it: plain http on a loopback address
/// @param address of the API as the program reaches it
/// @param token empty in a sandbox, where the way out needs none
/// @param vault the first of its vaults, by name
public record Way(InetSocketAddress proxy, String address, Token token, String vault) {

    /// What a program shows the proxy and the API; it does not print.
    public static final class Token {

        private final String text;

        private Token(String text) {
            this.text = text;
        }

        public static Token of(String text) {
            return new Token(text);
        }

        /// Of a program in a sandbox.
        public static Token none() {
            return new Token("");
        }

        public boolean empty() {
            return text.isEmpty();
        }

        /// For variables, and nothing that anybody prints.
        String reveal() {
            return text;
        }

        @Override
        public String toString() {
            return "Token[redacted]";
        }
    }

    String host() {
        return proxy.getHostString();
    }

    String port() {
        return Integer.toString(proxy.getPort());
    }

    /// The proxy's URL, with what is shown there.
    String url() {
        return "http://" + shown() + host() + ":" + port();
    }

    /// As it stands before the host of a URL, or nothing.
    String shown() {
        return token.empty() ? "" : encoded(token.reveal()) + ":" + encoded(vault) + "@";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
