package agentvault.cli;

import agentvault.command.Failure;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/// Where a server listens, in one spelling: two addresses are the same server exactly when they are equal.
///
/// @param base the path before the server's own, without a slash at its end; usually empty
record Address(boolean tls, String host, int port, String base) {

    static final Address USUAL = new Address(false, "127.0.0.1", 14321, "");

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int PORTS = 65535;

    /// Reads an address that somebody typed or a file holds.
    static Address of(String text) {
        try {
            var uri = new URI(text.strip());
            var scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean tls = scheme.equals("https");
            boolean plain = scheme.equals("http");
            boolean bare = uri.getRawUserInfo() == null && uri.getRawQuery() == null && uri.getRawFragment() == null;
            if ((!tls && !plain) || uri.getHost() == null || !bare || uri.getPort() > PORTS) throw unreadable();
            int port = uri.getPort() > 0 ? uri.getPort() : tls ? HTTPS : HTTP;
            return new Address(tls, uri.getHost().toLowerCase(Locale.ROOT), port, base(uri.getRawPath()));
        } catch (URISyntaxException e) {
            throw unreadable();
        }
    }

    /// Is it this machine by its name; what crosses no network needs no TLS.
    boolean loopback() {
        return host.equals("localhost") || host.equals("[::1]") || fourNumbersFrom127();
    }

    /// Another port of the same server.
    Address at(int other) {
        return new Address(tls, host, other, base);
    }

    /// The host as sockets and certificates know it.
    String bareHost() {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    String authority() {
        return port == (tls ? HTTPS : HTTP) ? host : host + ":" + port;
    }

    @Override
    public String toString() {
        return (tls ? "https://" : "http://") + authority() + base;
    }

    private boolean fourNumbersFrom127() {
        return host.startsWith("127.") && host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static String base(String path) {
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    /// Does not repeat what was typed: there may be a password in it.
    private static Failure unreadable() {
        return Failure.misuse("The server's address cannot be read.")
                .because(
                        "It looks like http://127.0.0.1:14321 or https://vault.example.com, without a user or a question mark.");
    }
}
