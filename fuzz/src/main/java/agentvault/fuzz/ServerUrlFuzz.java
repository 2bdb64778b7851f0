package agentvault.fuzz;

import agentvault.address.HostPolicy;
import agentvault.address.ServerUrl;
import agentvault.address.ServerUrlResult;

/// URLs of MCP servers as people paste them.
public final class ServerUrlFuzz {

    private ServerUrlFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Draw.text(input);
        for (var policy : HostPolicy.values()) {
            if (!(ServerUrl.parse(text, policy) instanceof ServerUrlResult.Valid(var url))) continue;
            Invariant.same(
                    ServerUrl.parse(url.normalised(), policy),
                    new ServerUrlResult.Valid(url),
                    "a normalised URL reads back as itself");
            var below = url.destinationBelow();
            Invariant.holds(below.covers(below), "a destination covers itself", below);
            for (var exact : url.exactDestinations()) {
                Invariant.holds(below.covers(exact), "what is below a URL includes it", url);
                Invariant.holds(exact.host().equals(url.host()), "a URL leads to its own host", url);
            }
        }
    }
}
