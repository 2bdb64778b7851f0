package agentvault.dial;

import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// A process that asks for a connection to every spelling that is denied, as an address and as the answer to a name,
/// and then, to show that it can, for one that is allowed. Prints what came of it.
final class DialEverything {

    private DialEverything() {}

    /// @param arguments the port of a server on the loopback address
    public static void main(String[] arguments) {
        int port = Integer.parseInt(arguments[0]);
        try (var kit = new Kit(NetworkRules.PUBLIC, new Route.Direct(), List.of(), PoolLimits.STANDARD)) {
            var failures = Spelling.becoming("denied", "metadata").stream()
                    .flatMap(one -> dialled(kit, one, port))
                    .toList();
            kit.guard.change(Kit.rules("127.0.0.1:" + port));
            kit.connected(Kit.key("127.0.0.1", port));
            System.out.println(failures.size() + " " + Set.copyOf(failures));
        }
    }

    private static Stream<DialFailure> dialled(Kit kit, Spelling one, int port) {
        if (!(CanonicalHost.parse(one.text()) instanceof HostResult.Valid(var host)))
            throw new IllegalArgumentException("not a host: " + one);
        var asAddress = kit.failed(Kit.key(host.text(), port));
        // An answer of this kind is an IPv4 address to the JDK, and this one is public.
        if (host.text().equals("[::ffff:808:808]")) return Stream.of(asAddress);
        kit.names.put("a.example", List.of("93.184.215.14", bare(host.text())));
        return Stream.of(asAddress, kit.failed(Kit.key("a.example", port)));
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }
}
