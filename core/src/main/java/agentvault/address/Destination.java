package agentvault.address;

import agentvault.crypto.Canonical;
import java.util.List;

/// A set of requests that a rule is about: hosts, one port, TLS or clear text, paths, methods. No methods means
/// any.
public record Destination(HostPattern host, int port, boolean cleartext, PathPattern path, List<String> methods) {

    public static final int HTTPS_PORT = 443;
    public static final int HTTP_PORT = 80;

    private static final String TOKEN_MARKS = "!#$%&'*+-.^_`|~";

    public Destination {
        if (port < 1 || port > Authority.MAX_PORT) throw new IllegalArgumentException("a port is from 1 to 65535");
        methods = methods.stream().distinct().sorted().toList();
        if (!methods.stream().allMatch(Destination::isMethod))
            throw new IllegalArgumentException("a method is an HTTP token");
    }

    /// Every path and method of these hosts, on https:443.
    public static Destination of(HostPattern host) {
        return new Destination(host, HTTPS_PORT, false, PathPattern.EVERYTHING, List.of());
    }

    /// Says that this text can be the method of a request. Methods are compared exactly, so case counts.
    public static boolean isMethod(String text) {
        return !text.isEmpty() && text.chars().allMatch(Destination::isTokenCharacter);
    }

    /// Says that every request in the other set is surely in this one: exact for host, port, TLS and methods; for
    /// paths a needless no is possible, a false yes is not.
    public boolean covers(Destination other) {
        return host.covers(other.host)
                && port == other.port
                && cleartext == other.cleartext
                && coversMethods(other)
                && path.covers(other.path);
    }

    /// One line that no other destination has: `GET,POST https://api.example.com:443/v1/*`.
    public String text() {
        String who = methods.isEmpty() ? "" : String.join(",", methods) + " ";
        return who + (cleartext ? "http" : "https") + "://" + host.text() + ":" + port + path.text();
    }

    public void writeTo(Canonical out) {
        out.text(host.text()).number(port).flag(cleartext).text(path.text()).list(methods, Canonical::text);
    }

    @Override
    public String toString() {
        return text();
    }

    private boolean coversMethods(Destination other) {
        if (methods.isEmpty()) return true;
        return !other.methods.isEmpty() && methods.containsAll(other.methods);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || TOKEN_MARKS.indexOf(c) >= 0;
    }
}
