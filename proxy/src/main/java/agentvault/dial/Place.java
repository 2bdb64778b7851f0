package agentvault.dial;

import agentvault.address.Authority;
import agentvault.address.CanonicalHost;

/// Where something is dialled: a host, a port, and whether over TLS.
public record Place(CanonicalHost host, int port, boolean secure) {

    public Place {
        if (port < 1 || port > Authority.MAX_PORT) throw new IllegalArgumentException("a port is from 1 to 65535");
    }

    public static Place of(Authority authority, boolean secure) {
        return new Place(authority.host(), authority.port(), secure);
    }

    @Override
    public String toString() {
        return (secure ? "https://" : "http://") + host + ":" + port;
    }
}
