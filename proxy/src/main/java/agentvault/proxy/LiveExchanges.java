package agentvault.proxy;

import io.netty.channel.EventLoop;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// The exchanges that are under way, by the event loop that they belong to. Each is looked at again and again until it
/// is over, so that none outlives the authority or the time it has.
final class LiveExchanges {

    private static final long EVERY_MILLIS = 400;

    private final Map<EventLoop, Set<Exchange>> byLoop = new ConcurrentHashMap<>();

    /// Something under way.
    interface Exchange {
        /// Ends it if it has to.
        void look(long nanos);
    }

    /// To be called on the loop.
    void add(EventLoop loop, Exchange exchange) {
        byLoop.computeIfAbsent(loop, this::watched).add(exchange);
    }

    /// To be called on the loop.
    void remove(EventLoop loop, Exchange exchange) {
        byLoop.computeIfAbsent(loop, this::watched).remove(exchange);
    }

    private Set<Exchange> watched(EventLoop loop) {
        Set<Exchange> all = new HashSet<>();
        var _ = loop.scheduleWithFixedDelay(() -> look(all), EVERY_MILLIS, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        return all;
    }

    private static void look(Set<Exchange> all) {
        if (all.isEmpty()) return;
        long now = System.nanoTime();
        List.copyOf(all).forEach(exchange -> exchange.look(now));
    }
}
