package agentvault.start;

import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.Names;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.server.Serving;
import agentvault.vault.RateLimit;
import java.nio.file.Files;
import java.nio.file.Path;

/// Reads where the proxy may go, and how.
record ReadOutgoing(Settings settings) {

    Serving.Outgoing outgoing() {
        var allowed = settings.all(Setting.NETWORK_ALLOWLIST).stream()
                .map(this::network)
                .toList();
        var roots =
                settings.all(Setting.UPSTREAM_CA_FILE).stream().map(this::roots).toList();
        return new Serving.Outgoing(
                new NetworkRules(allowed, settings.on(Setting.ALLOW_PRIVATE_RANGES)),
                new DialSettings(route(), roots, PoolLimits.STANDARD),
                Names.SYSTEM,
                rate());
    }

    private RateLimit rate() {
        var text = settings.one(Setting.RATE_LIMIT);
        if (text.isEmpty()) return RateLimit.STANDARD;
        return RateLimit.parse(text.get())
                .orElseThrow(() -> settings.wrong(
                        Setting.RATE_LIMIT,
                        "It has three numbers, none of them 0: 500/5000/1000 is 500 a second, 5000 at once,"
                                + " 1000 in flight."));
    }

    private AllowedNetwork network(String text) {
        return AllowedNetwork.parse(text)
                .orElseThrow(() -> settings.wrong(
                        Setting.NETWORK_ALLOWLIST,
                        "It is an address or a network, with a port or without: 10.1.0.0/16, 10.1.2.3:5432."));
    }

    private Path roots(String text) {
        var file = Path.of(text).toAbsolutePath().normalize();
        if (Files.isReadable(file)) return file;
        throw settings.wrong(Setting.UPSTREAM_CA_FILE, file + " cannot be read.");
    }

    private Route route() {
        boolean resolves = settings.on(Setting.UPSTREAM_PROXY_RESOLVES);
        var url = settings.one(Setting.UPSTREAM_PROXY);
        if (url.isEmpty()) return new Route.Direct();
        return Route.Through.parse(url.get(), resolves)
                .orElseThrow(
                        () -> settings.wrong(Setting.UPSTREAM_PROXY, "It looks like http://proxy.example.com:3128."));
    }
}
