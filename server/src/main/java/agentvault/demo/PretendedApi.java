package agentvault.demo;

import agentvault.address.CanonicalHost;
import agentvault.ca.ThrowAwayFiles;
import agentvault.crypto.Hash;
import agentvault.crypto.Randomness;
import agentvault.dial.AllowedNetwork;
import agentvault.dial.DialSettings;
import agentvault.dial.NetworkRules;
import agentvault.dial.PoolLimits;
import agentvault.dial.Route;
import agentvault.server.Serving;
import agentvault.vault.RateLimit;
import agentvault.wire.Answer;
import agentvault.wire.Entrance;
import agentvault.wire.EventLoops;
import agentvault.wire.Events;
import agentvault.wire.Limits;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import agentvault.wire.Protection;
import agentvault.wire.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;

/// A server elsewhere that is none: it listens on a free port of this machine, proves its name with a root of its own,
/// and tells whoever asks the digest of the `Authorization` that it got.
record PretendedApi(EventLoops loops, Listener listener, Path root) implements AutoCloseable {

    static final String HOST = "api.demo.example";

    static PretendedApi open(Path folder, Randomness random, InstantSource clock) {
        var files = ThrowAwayFiles.write(folder, new CanonicalHost(HOST), random, clock.instant());
        var listening = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Protection.Tls(files.chain(), files.key()),
                Limits.STANDARD,
                refusal -> Answer.text(refusal.status(), refusal.code()),
                Events.NONE,
                clock);
        var loops = EventLoops.start(1);
        try {
            var entrance = Entrance.to(PretendedApi::answer, Limits.STANDARD);
            return new PretendedApi(loops, Listener.open(loops, listening, entrance), files.root());
        } catch (RuntimeException e) {
            loops.close();
            throw e;
        }
    }

    private static Answer answer(Request request) {
        return Answer.text(200, digest(request.headers().first("Authorization").orElse("")));
    }

    static String digest(String text) {
        return HexFormat.of().formatHex(Hash.sha256(text.getBytes(StandardCharsets.UTF_8)));
    }

    String address() {
        return HOST + ":" + listener.address().getPort();
    }

    /// A way that leads here and nowhere else: one name is known, and of this machine one port may be dialled.
    Serving.Outgoing outgoing() {
        var here = AllowedNetwork.parse("127.0.0.1:" + listener.address().getPort());
        var rules = new NetworkRules(here.stream().toList(), false);
        var settings = new DialSettings(new Route.Direct(), List.of(root), PoolLimits.STANDARD);
        return new Serving.Outgoing(rules, settings, PretendedApi::lookUp, RateLimit.STANDARD);
    }

    private static InetAddress[] lookUp(String name) throws UnknownHostException {
        if (!name.equals(HOST)) throw new UnknownHostException(name);
        return new InetAddress[] {InetAddress.ofLiteral("127.0.0.1")};
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }
}
