package agentvault.dial;

import java.util.List;

/// Which addresses may be dialled that are not public.
///
/// @param allowed networks that may be dialled whatever they are
/// @param privateRanges whether private, loopback and link-local networks may be
public record NetworkRules(List<AllowedNetwork> allowed, boolean privateRanges) {

    /// Public addresses alone.
    public static final NetworkRules PUBLIC = new NetworkRules(List.of(), false);

    public NetworkRules {
        allowed = List.copyOf(allowed);
    }

    boolean allows(IpAddress address, int port) {
        return allowed.stream().anyMatch(network -> network.allows(address, port));
    }
}
