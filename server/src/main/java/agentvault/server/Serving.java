package agentvault.server;

import agentvault.address.CanonicalHost;
import agentvault.crypto.Secret;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.gate.AddressRange;
import agentvault.proxy.RateLimit;
import agentvault.wire.Protection;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;

/// How a server serves: where it listens, who may come, what they may name.
///
/// @param names of the server besides those of the machine itself
/// @param proxies that are trusted to say where a request comes from
/// @param address where clients reach the server; empty if nobody has said
/// @param setupCode what the first user shows who registers from another machine
public record Serving(
        Doors doors,
        Protection protection,
        Set<CanonicalHost> names,
        List<AddressRange> proxies,
        String address,
        Secret setupCode,
        Outgoing outgoing) {

    /// Where it listens.
    ///
    /// @param api also for what is proxied beside it
    public record Doors(InetSocketAddress api, Forwarding forwarding) {}

    /// Where it may go itself, how, and how much one actor may ask of that in one vault.
    public record Outgoing(NetworkRules networks, DialSettings dialling, Names names, RateLimit rate) {

        public static final Outgoing STANDARD =
                new Outgoing(NetworkRules.PUBLIC, DialSettings.STANDARD, Names.SYSTEM, RateLimit.STANDARD);
    }

    /// Whether there is a forward proxy.
    public sealed interface Forwarding {
        record None() implements Forwarding {}

        record At(InetSocketAddress address) implements Forwarding {}
    }

    public Serving {
        names = Set.copyOf(names);
        proxies = List.copyOf(proxies);
    }
}
