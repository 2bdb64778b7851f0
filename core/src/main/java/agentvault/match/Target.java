package agentvault.match;

import agentvault.address.CanonicalHost;
import agentvault.address.PathResult;

/// What rules may look at in a request.
///
/// @param secure says that it goes out over TLS
/// @param overridesMethod says that it carries a header by which some servers replace its method
public record Target(
        CanonicalHost host, int port, boolean secure, String method, PathResult path, boolean overridesMethod) {}
