package agentvault.control;

import agentvault.crypto.Scope;
import agentvault.wire.Request;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Requests that wait until something changes. Each holds a virtual thread and asks the database nothing: it is woken
/// when the contents in memory change, at once by what this server does, within a second by what others do.
final class Waiting {

    /// More than these are answered at once, as if they had not asked to wait.
    static final int MOST = 1_000;

    private final Map<Scope, Set<Semaphore>> bells = new ConcurrentHashMap<>();
    private final Semaphore places = new Semaphore(MOST);
    private volatile boolean over;

    Waiting(Workspace workspace) {
        workspace.authentication().tell(this::ring);
    }

    /// Waits until it holds no more, for so long at most, or until the client leaves.
    ///
    /// @param still whether there is something to wait for; asked anew whenever the scope has changed
    void whilst(BooleanSupplier still, Scope scope, Duration most, Request client) {
        if (most.isZero() || !places.tryAcquire()) return;
        var bell = new Semaphore(0);
        try {
            bells.compute(scope, (_, others) -> {
                var all = others == null ? ConcurrentHashMap.<Semaphore>newKeySet() : others;
                all.add(bell);
                return all;
            });
            client.onClientGone(bell::release);
            long end = System.nanoTime() + most.toNanos();
            while (!over && !client.clientGone() && still.getAsBoolean()) {
                if (!bell.tryAcquire(end - System.nanoTime(), TimeUnit.NANOSECONDS)) return;
                bell.drainPermits();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            bells.computeIfPresent(scope, (_, others) -> {
                others.remove(bell);
                return others.isEmpty() ? null : others;
            });
            places.release();
        }
    }

    /// Answers everybody who waits, and lets nobody wait any more.
    void end() {
        over = true;
        bells.values().forEach(all -> all.forEach(Semaphore::release));
    }

    private void ring(Scope scope) {
        var waiting = bells.get(scope);
        if (waiting != null) waiting.forEach(Semaphore::release);
    }
}
