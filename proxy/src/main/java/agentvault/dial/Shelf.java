package agentvault.dial;

import io.netty.channel.Channel;
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
    private final Map<PoolKey, Row> rows = new HashMap<>();
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

    /// The idle connections of one key. It is there as long as any connection of the key is open.
    static final class Row {
        private final Deque<Seat> idle = new ArrayDeque<>(2);
        private int open;
    }

    /// Where a new connection is put when it is idle.
    Row row(PoolKey key, Channel channel) {
        var row = rows.computeIfAbsent(key, _ -> new Row());
        row.open++;
        channel.closeFuture().addListener(_ -> {
            row.open--;
            if (row.open == 0) rows.remove(key);
        });
        return row;
    }

    long now() {
        return loop.ticker().nanoTime();
    }

    /// The connection of a key that was used last, if one is good.
    Optional<Seat> take(PoolKey key) {
        var row = rows.get(key);
        while (row != null && !row.idle.isEmpty()) {
            var seat = row.idle.getLast();
            forget(seat);
            if (seat.occupy() && fresh(seat)) return Optional.of(seat);
            seat.channel().close();
        }
        return Optional.empty();
    }

    /// Keeps a connection for the next who asks, or closes it if there is no room or no use for it.
    void put(Seat seat) {
        boolean useful = !closed && seat.channel().isActive() && fresh(seat);
        if (useful && makeRoom(seat.row())) keep(seat);
        else seat.channel().close();
    }

    /// The oldest go: of the key, or of this loop.
    private boolean makeRoom(Row row) {
        if (!row.idle.isEmpty() && row.idle.size() >= limits.idlePerKey()) evict(row.idle.getFirst());
        if (idleInAll.get() >= limits.idle()) evictOne();
        return idleInAll.get() < limits.idle() && limits.idlePerKey() > 0;
    }

    private void keep(Seat seat) {
        seat.row().idle.addLast(seat);
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
        seat.row().idle.removeLastOccurrence(seat);
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
