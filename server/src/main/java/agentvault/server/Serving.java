package agentvault.server;

import agentvault.address.CanonicalHost;
import agentvault.crypto.Secret;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.gate.AddressRange;
import agentvault.vault.RateLimit;
import agentvault.wire.Protection;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
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
        Set<CanonicalHost> names,
        List<AddressRange> proxies,
        String address,
        Secret setupCode,
        Outgoing outgoing,
        Keeping keeping) {

    /// Where it listens.
    ///
    /// @param api also for what is proxied beside it
    /// @param protection of the ports
    /// @param sockets the folder of the sockets of sessions: of this server alone, and made when the first one is
    public record Doors(InetSocketAddress api, Protection protection, Forwarding forwarding, Path sockets) {}

    /// Where it may go itself, how, and how much one actor may ask of that in one vault.
    public record Outgoing(NetworkRules networks, DialSettings dialling, Names names, RateLimit rate) {

        public static final Outgoing STANDARD =
                new Outgoing(NetworkRules.PUBLIC, DialSettings.STANDARD, Names.SYSTEM, RateLimit.STANDARD);
    }

    /// How long what passed through the proxy is kept for looking at, and how much of it.
    public record Keeping(Duration age, int passagesOfEachVault) {

        public static final Keeping STANDARD = new Keeping(Duration.ofDays(7), 10_000);

        public Keeping {
            if (age.isNegative() || age.isZero() || passagesOfEachVault < 1)
                throw new IllegalArgumentException("something is kept, for some time");
        }
    }

    /// Whether there is a forward proxy.
    public sealed interface Forwarding {
        record None() implements Forwarding {}

        /// @param wanted an operator named the port, so that the server does not start without it
        record At(InetSocketAddress address, boolean wanted) implements Forwarding {}
    }

    /// Where clients reach the server that listens there: as somebody said, or from the machine itself.
    public String reachedAt(InetSocketAddress listening) {
        if (!address.isEmpty()) return address;
        var ip = listening.getAddress();
        var host = ip.isAnyLocalAddress() ? "127.0.0.1" : ip.getHostAddress();
        var scheme = doors.protection() instanceof Protection.Plain ? "http" : "https";
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + listening.getPort();
    }

    public Serving {
        names = Set.copyOf(names);
        proxies = List.copyOf(proxies);
    }
}
