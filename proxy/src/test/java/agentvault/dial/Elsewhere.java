package agentvault.dial;

import agentvault.wire.Trusting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.x509.GeneralName;

/// The world outside for tests of other packages: names of the test's own, and a root that is trusted for them. This
/// machine's loopback address may be dialled, and nothing else that is not public.
public final class Elsewhere {

    private static final Duration SHORT = Duration.ofSeconds(5);

    private final Pki pki = new Pki("elsewhere");
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Path root;
    public final AtomicInteger lookUps = new AtomicInteger();

    public Elsewhere(Path folder) {
        root = pki.rootFile(folder);
    }

    public void name(String host, String address) {
        names.put(host, address);
    }

    public SSLContext serving(String... hosts) {
        return pki.serving(Arrays.stream(hosts)
                .map(host -> new GeneralName(GeneralName.dNSName, host))
                .toArray(GeneralName[]::new));
    }

    /// A client that trusts what is elsewhere, and no other.
    public SSLContext trusting() {
        try {
            return Trusting.in(Files.readString(root));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Upstreams upstreams() {
        return upstreams(Guard.of(
                new NetworkRules(List.of(AllowedNetwork.parse("127.0.0.1").orElseThrow()), false)));
    }

    /// The same with somebody else's guard.
    public Upstreams upstreams(Guard guard) {
        var resolver = new Resolver(this::lookUp, Resolver.Limits.STANDARD, System::nanoTime);
        var tls = new UpstreamTls(List.of(root), SHORT);
        return new Upstreams(
                new Dial.Means(guard, resolver, tls, new Route.Direct(), SHORT, SHORT), PoolLimits.STANDARD);
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        lookUps.incrementAndGet();
        var found = names.get(name);
        if (found == null) throw new UnknownHostException(name);
        return new InetAddress[] {InetAddress.ofLiteral(found)};
    }
}
