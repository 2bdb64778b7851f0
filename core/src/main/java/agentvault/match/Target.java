package agentvault.match;

import agentvault.address.CanonicalHost;
import agentvault.address.PathResult;

/// What rules may look at in a request.
///
/// @param query what stands after the question mark, or nothing
/// @param secure says that it goes out over TLS
/// @param overridesMethod says that it carries a header by which some servers replace its method
public record Target(
        CanonicalHost host,
        int port,
        boolean secure,
        String method,
        PathResult path,
        String query,
        boolean overridesMethod) {

    /// Without the query, which may hold secrets.
    @Override
    public String toString() {
        return method + " " + (secure ? "https://" : "http://") + host.text() + ":" + port + " " + path;
    }
}
