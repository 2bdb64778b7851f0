package agentvault.dial;

import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The idle connections of one event loop. Everything happens on it.
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class Shelf {

    private final EventLoop loop;
    private final PoolLimits limits;
    private final Guard guard;
    private final AtomicInteger idleInAll;
    private final Map<PoolKey, Deque<Seat>> byKey = new HashMap<>();
    /// The one that has been idle for longest comes first.
    private final LinkedHashSet<Seat> inOrder = new LinkedHashSet<>();

    private @Nullable Future<?> sweep;
    private boolean closed;

    Shelf(EventLoop loop, PoolLimits limits, Guard guard, AtomicInteger idleInAll) {
        this.loop = loop;
        this.limits = limits;
        this.guard = guard;
        this.idleInAll = idleInAll;
    }

    long now() {
        return loop.ticker().nanoTime();
    }

    /// The connection of a key that was used last, if one is good.
    Optional<Seat> take(PoolKey key) {
        var seats = byKey.get(key);
        while (seats != null && !seats.isEmpty()) {
            var seat = seats.getLast();
            forget(seat);
            if (seat.occupy() && fresh(seat)) return Optional.of(seat);
            seat.channel().close();
        }
        return Optional.empty();
    }

    /// Keeps a connection for the next who asks, or closes it if there is no room or no use for it.
    void put(Seat seat) {
        boolean useful = !closed && seat.channel().isActive() && fresh(seat);
        if (useful && makeRoom(seat.key())) keep(seat);
        else seat.channel().close();
    }

    /// The oldest go: of the key, or of this loop.
    private boolean makeRoom(PoolKey key) {
        var ofKey = byKey.get(key);
        if (ofKey != null && ofKey.size() >= limits.idlePerKey()) evict(ofKey.getFirst());
        if (idleInAll.get() >= limits.idle()) evictOne();
        return idleInAll.get() < limits.idle() && limits.idlePerKey() > 0;
    }

    private void keep(Seat seat) {
        byKey.computeIfAbsent(seat.key(), _ -> new ArrayDeque<>()).addLast(seat);
        inOrder.addLast(seat);
        idleInAll.incrementAndGet();
        seat.vacate();
        if (sweep == null) sweepAt(seat);
    }

    /// Makes room for a connection elsewhere.
    boolean evictOne() {
        if (inOrder.isEmpty()) return false;
        evict(inOrder.getFirst());
        return true;
    }

    private void evict(Seat seat) {
        forget(seat);
        seat.channel().close();
    }

    void forget(Seat seat) {
        if (!inOrder.remove(seat)) return;
        idleInAll.decrementAndGet();
        var seats = byKey.get(seat.key());
        if (seats == null) return;
        seats.removeLastOccurrence(seat);
        if (seats.isEmpty()) byKey.remove(seat.key());
    }

    private boolean fresh(Seat seat) {
        return seat.epoch() == guard.epoch()
                && now() - seat.born() < limits.life().toNanos();
    }

    private void sweepAt(Seat oldest) {
        long due = oldest.idleSince() + limits.rest().toNanos() - now();
        sweep = loop.schedule(this::sweepNow, Math.max(0, due), TimeUnit.NANOSECONDS);
    }

    private void sweepNow() {
        sweep = null;
        long before = now() - limits.rest().toNanos();
        while (!inOrder.isEmpty() && inOrder.getFirst().idleSince() <= before) evict(inOrder.getFirst());
        if (!inOrder.isEmpty()) sweepAt(inOrder.getFirst());
    }

    void close() {
        closed = true;
        if (sweep != null) sweep.cancel(false);
        while (evictOne()) {}
    }
}
