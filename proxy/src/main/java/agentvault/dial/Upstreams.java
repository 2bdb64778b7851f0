package agentvault.dial;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// All connections that a server has to elsewhere, kept for reuse on the event loop that opened them.
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
public final class Upstreams implements AutoCloseable {

    /// Hears what came of asking for a connection, once, on its event loop.
    public interface Listener {

        /// A connection that is ready to be written to. It reads by itself; the handlers that belong here are in its
        /// pipeline, and those of the listener come after them.
        ///
        /// @param reused whether it carried requests before: the other end may have closed it just now
        void connected(Channel channel, boolean reused);

        void failed(DialFailure failure);
    }

    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration HANDSHAKE = Duration.ofSeconds(10);

    private final Guard guard;
    private final Dial.Means means;
    private final PoolLimits limits;
    private final AtomicInteger idle = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final Map<EventLoop, Shelf> shelves = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Upstreams(Dial.Means means, PoolLimits limits) {
        this.guard = means.guard();
        this.means = means;
        this.limits = limits;
    }

    /// Fails with an [IllegalArgumentException] or an [java.io.UncheckedIOException] that names a file of roots which
    /// cannot be used.
    public static Upstreams open(Guard guard, DialSettings settings) {
        return open(guard, settings, Names.SYSTEM);
    }

    /// The same with names that somebody else than the system looks up. The guard judges what they lead to.
    public static Upstreams open(Guard guard, DialSettings settings, Names names) {
        var resolver = new Resolver(names, Resolver.Limits.STANDARD, System::nanoTime);
        var tls = new UpstreamTls(settings.rootFiles(), HANDSHAKE);
        return new Upstreams(
                new Dial.Means(guard, resolver, tls, settings.route(), CONNECT, HANDSHAKE), settings.pool());
    }

    /// Whether a place is denied by its looks, without a question to anybody: an address that may not be dialled, or a
    /// name that nobody may ask for.
    public Optional<DialFailure> denial(Place place) {
        return means.denial(place);
    }

    /// Why a place could never be dialled under the rules that hold now, as far as its looks tell: for what is
    /// written down to be called later. Beside what [#denial] says, names that mean something inside of a network
    /// alone, where no such network may be dialled.
    public Optional<DialFailure> hopeless(Place place) {
        var denial = means.denial(place);
        return denial.isPresent() || !means.unreachable(place.host())
                ? denial
                : Optional.of(DialFailure.DESTINATION_DENIED);
    }

    /// Whether private networks are reached as public ones are.
    public boolean reachesPrivateRanges() {
        return guard.allowsPrivateRanges();
    }

    /// Gives a connection that was released under the same key, or dials. To be called on the event loop.
    public void connect(EventLoop loop, PoolKey key, Listener listener) {
        var kept = shelf(loop).take(key);
        if (kept.isPresent()) listener.connected(kept.get().channel(), true);
        else dial(loop, key, listener);
    }

    private Shelf shelf(EventLoop loop) {
        return shelves.computeIfAbsent(loop, at -> new Shelf(at, limits, guard, idle));
    }

    /// Dials in any case: for what must have a connection of its own. To be called on the event loop.
    public void dial(EventLoop loop, PoolKey key, Listener listener) {
        var shelf = shelf(loop);
        if (closed || (open.get() >= limits.open() && !shelf.evictOne())) {
            listener.failed(DialFailure.OVERLOADED);
            return;
        }
        open.incrementAndGet();
        new Dial(means, loop, shelf, key, seat -> opened(seat, listener), failure -> {
                    open.decrementAndGet();
                    listener.failed(failure);
                })
                .start();
    }

    private void opened(Seat seat, Listener listener) {
        seat.channel().closeFuture().addListener(_ -> open.decrementAndGet());
        listener.connected(seat.channel(), false);
    }

    /// Takes a connection back whose last answer ended cleanly, and the handlers that were added out of it. To be
    /// called
    /// on its event loop, once for each time it was given.
    public void release(Channel channel) {
        var seat = Seat.of(channel);
        if (!seat.inUse()) throw new IllegalStateException("this connection was given back before");
        seat.shelf().put(seat);
    }

    /// Closes a connection that cannot be used again.
    public void discard(Channel channel) {
        channel.close();
    }

    /// Closes the connections that are idle, and opens no more. Those in use end with their exchange.
    @Override
    public void close() {
        closed = true;
        shelves.forEach((loop, shelf) -> {
            if (!loop.isShuttingDown()) loop.execute(shelf::close);
        });
    }
}
