package agentvault.dial;

import agentvault.address.Authority;
import java.util.Optional;

/// A network that may be dialled though it is not public, on one port or on all. Metadata services stay denied in it.
public final class AllowedNetwork {

    private static final int EVERY_PORT = 0;

    private final Network network;
    private final int port;

    private AllowedNetwork(Network network, int port) {
        this.network = network;
        this.port = port;
    }

    /// Reads `10.0.0.0/8`, `10.1.2.3`, `10.1.2.3:5432`, `10.0.0.0/8:5432`, `fd00::/8`, `[fd00::1]:443` or
    /// `fd00::/8:443`. Nothing if it is none of these, or has bits after the prefix.
    public static Optional<AllowedNetwork> parse(String text) {
        int colon = portColon(text);
        if (colon < 0) return Network.parse(text).map(network -> new AllowedNetwork(network, EVERY_PORT));
        var port = Authority.port(text.substring(colon + 1));
        if (port.isEmpty()) return Optional.empty();
        return Network.parse(text.substring(0, colon)).map(network -> new AllowedNetwork(network, port.getAsInt()));
    }

    /// The colon before a port: after a prefix, after a bracket, or the only one of an IPv4 address.
    private static int portColon(String text) {
        int mark = Math.max(text.indexOf('/'), text.indexOf(']'));
        if (mark >= 0) return text.indexOf(':', mark);
        int colon = text.indexOf(':');
        return colon == text.lastIndexOf(':') ? colon : -1;
    }

    boolean allows(IpAddress address, int wanted) {
        return (port == EVERY_PORT || port == wanted) && network.contains(address);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AllowedNetwork same && same.network.equals(network) && same.port == port;
    }

    @Override
    public int hashCode() {
        return network.hashCode() * 31 + port;
    }
}
