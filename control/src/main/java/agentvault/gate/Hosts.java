package agentvault.gate;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalHost;
import agentvault.route.Trouble;
import agentvault.route.Visit;
import agentvault.wire.Request;
import java.util.Set;

/// The names by which this server may be called. A page of a stranger whose name was made to point here is told that it
/// is in the wrong place.
final class Hosts {

    private static final int ANY_PORT = 443;
    private static final String LOCAL = "localhost";

    private final Set<CanonicalHost> allowed;

    Hosts(Set<CanonicalHost> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    void check(Request request, Visit visit) {
        if (!admits(request.authority().host()) || !admits(visit.host())) {
            throw Trouble.coded(421, "misdirected_request", "This server does not go by the name in the Host header.")
                    .hinting("Start it with --allowed-host NAME if it should.")
                    .declined();
        }
    }

    private boolean admits(String host) {
        return Authority.parse(host, ANY_PORT) instanceof AuthorityResult.Valid(var authority)
                && admits(authority.host());
    }

    boolean admits(CanonicalHost host) {
        return isLocal(host) || allowed.contains(host);
    }

    /// Whether only this machine itself goes by that name.
    static boolean isLocal(CanonicalHost host) {
        var text = host.text();
        if (text.equals(LOCAL)) return true;
        if (!host.isAddress()) return false;
        var bare = text.startsWith("[") ? text.substring(1, text.length() - 1) : text;
        return AddressRange.literal(bare)
                .filter(address -> address.isLoopbackAddress())
                .isPresent();
    }
}
