package agentvault.control;

import agentvault.access.Throttle;
import agentvault.address.CanonicalHost;
import agentvault.address.HostPolicy;
import agentvault.crypto.Secret;
import agentvault.gate.AddressRange;
import agentvault.vault.RateLimit;
import java.util.List;
import java.util.Set;

/// What an operator has settled about who may come and how.
///
/// @param names of this server besides those of the machine itself
/// @param proxies that are trusted to say where a request comes from
/// @param address where clients reach the server, as `https://vault.example.com`; empty if nobody has said
/// @param setupCode what the first user shows who registers from another machine
/// @param hosts which hosts services may name
/// @param asking how much each actor may ask for through the proxy, unless the owners have chosen otherwise
/// @param logins how often somebody may try to log in, unless the owners have chosen otherwise
public record Admission(
        Set<CanonicalHost> names,
        List<AddressRange> proxies,
        String address,
        Secret setupCode,
        HostPolicy hosts,
        Throttle.Rate logins,
        RateLimit asking) {

    public Admission {
        names = Set.copyOf(names);
        proxies = List.copyOf(proxies);
    }
}
