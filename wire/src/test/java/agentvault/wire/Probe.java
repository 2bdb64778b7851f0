package agentvault.wire;

import agentvault.http.HeadLimits;
import agentvault.http.Refusal;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// A listener on a free port of this machine, and everything it tells.
final class Probe implements AutoCloseable {

    private final EventLoops loops;
    private final Listener listener;
    final Heard heard;

    /// What a listener told, in the order in which it happened.
    static final class Heard implements Events {

        final BlockingQueue<TurnedAway> turnedAway = new LinkedBlockingQueue<>();
        final BlockingQueue<Refusal> refused = new LinkedBlockingQueue<>();
        final BlockingQueue<Exchange> finished = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> failed = new LinkedBlockingQueue<>();
        final BlockingQueue<Throwable> broken = new LinkedBlockingQueue<>();
        final BlockingQueue<InetSocketAddress> accepted = new LinkedBlockingQueue<>();
        final BlockingQueue<InetSocketAddress> closed = new LinkedBlockingQueue<>();

        @Override
        public void accepted(InetSocketAddress peer) {
            accepted.add(peer);
        }

        @Override
        public void turnedAway(InetSocketAddress peer, TurnedAway reason) {
            turnedAway.add(reason);
        }

        @Override
        public void refused(InetSocketAddress peer, Refusal refusal) {
            refused.add(refusal);
        }

        @Override
        public void finished(Exchange exchange) {
            finished.add(exchange);
        }

        @Override
        public void failed(Request request, Throwable cause) {
            failed.add(cause);
        }

        @Override
        public void broken(InetSocketAddress peer, Throwable cause) {
            broken.add(cause);
        }

        @Override
        public void closed(InetSocketAddress peer) {
            closed.add(peer);
        }

        /// The next of a kind, waited for.
        static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
            T found = queue.poll(10, TimeUnit.SECONDS);
            if (found == null) throw new AssertionError("nothing was heard in 10 seconds");
            return found;
        }
    }

    private Probe(EventLoops loops, Protection protection, Limits limits, Entrance entrance) {
        this.loops = loops;
        this.heard = new Heard();
        var free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        var listening = new Listening(free, protection, limits, Probe::told, heard, InstantSource.system());
        this.listener = Listener.open(loops, listening, entrance);
    }

    static Probe of(Handler handler) {
        return of(Limits.STANDARD, handler);
    }

    static Probe of(Limits limits, Handler handler) {
        return of(limits, Entrance.to(handler, limits));
    }

    static Probe of(Limits limits, Entrance entrance) {
        return new Probe(EventLoops.start(1), new Protection.Plain(), limits, entrance);
    }

    static Probe portable(Handler handler) {
        return new Probe(
                EventLoops.startPortable(1),
                new Protection.Plain(),
                Limits.STANDARD,
                Entrance.to(handler, Limits.STANDARD));
    }

    static Probe encrypted(Limits limits, Protection.Tls tls, Handler handler) {
        return new Probe(EventLoops.start(1), tls, limits, Entrance.to(handler, limits));
    }

    /// Answers with the method, the target and the body, so that a test sees what arrived.
    static Answer echo(Request request) {
        var body = new String(request.body().readAll(1 << 20), StandardCharsets.ISO_8859_1);
        return Answer.text(200, request.method() + " " + request.target() + " [" + body + "]");
    }

    /// A request without a body.
    static String request(String line, String... fields) {
        return line + "\r\n" + String.join("\r\n", fields) + "\r\n\r\n";
    }

    static Limits small(HeadLimits head, long body) {
        return Limits.STANDARD.withHead(head).withBody(body);
    }

    private static Answer told(Refusal refusal) {
        return Answer.text(refusal.status(), refusal.code());
    }

    Listener listener() {
        return listener;
    }

    int port() {
        return listener.address().getPort();
    }

    Raw connect() throws IOException {
        return new Raw(listener.address());
    }

    /// What comes back for some bytes until the connection ends.
    String says(String bytes) throws IOException {
        try (var client = connect()) {
            return client.send(bytes).readToEnd();
        }
    }

    @Override
    public void close() {
        listener.close();
        loops.close();
    }
}
