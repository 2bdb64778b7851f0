package agentvault.address;

import java.util.OptionalInt;

/// A host and a port: what is dialled, named in SNI and in Host, and what rules are about.
public record Authority(CanonicalHost host, int port) {

    public static final int MAX_PORT = 65_535;
    private static final int MAX_PORT_DIGITS = 5;

    public Authority {
        if (port < 1 || port > MAX_PORT) throw new IllegalArgumentException("a port is from 1 to 65535");
    }

    /// Reads `host` or `host:port` as it stands in a request; nothing is trimmed or repaired. Never throws.
    public static AuthorityResult parse(String text, int defaultPort) {
        if (text.indexOf('@') >= 0) return new AuthorityResult.Invalid(Reason.USER_INFORMATION);
        int colon = portColon(text);
        String hostText = colon < 0 ? text : text.substring(0, colon);
        return switch (CanonicalHost.parse(hostText)) {
            case HostResult.Invalid(Reason reason) -> new AuthorityResult.Invalid(reason);
            case HostResult.Valid(CanonicalHost host) -> {
                var port = colon < 0 ? OptionalInt.of(defaultPort) : port(text.substring(colon + 1));
                yield port.isPresent()
                        ? new AuthorityResult.Valid(new Authority(host, port.getAsInt()))
                        : new AuthorityResult.Invalid(Reason.INVALID_PORT);
            }
        };
    }

    /// `host:port`, the port always written.
    public String text() {
        return host.text() + ":" + port;
    }

    /// The colon before the port: the first, or the one right after the closing bracket.
    static int portColon(String text) {
        return text.indexOf(':', text.startsWith("[") ? text.indexOf(']') + 1 : 0);
    }

    /// Reads a port as it is written after a host.
    public static OptionalInt port(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_PORT_DIGITS || digits.charAt(0) == '0')
            return OptionalInt.empty();
        int port = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (!HostSyntax.isDigit(digits.charAt(i))) return OptionalInt.empty();
            port = port * 10 + (digits.charAt(i) - '0');
        }
        return port <= MAX_PORT ? OptionalInt.of(port) : OptionalInt.empty();
    }

    @Override
    public String toString() {
        return text();
    }
}
