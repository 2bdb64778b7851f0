package agentvault.wire;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Counts the connections there are, in all and from each address, and lets no more in than there may be.
final class Crowd {

    private final Limits.Crowd limits;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition left = lock.newCondition();
    private final Map<InetAddress, Integer> byAddress = new HashMap<>();
    private int all;

    Crowd(Limits.Crowd limits) {
        this.limits = limits;
    }

    /// Lets one in, or says why not. Who was let in leaves.
    Optional<Events.TurnedAway> enter(InetAddress address) {
        lock.lock();
        try {
            if (all >= limits.all()) return Optional.of(Events.TurnedAway.TOO_MANY_CONNECTIONS);
            if (byAddress.getOrDefault(address, 0) >= limits.perAddress())
                return Optional.of(Events.TurnedAway.TOO_MANY_FROM_ADDRESS);
            all++;
            byAddress.merge(address, 1, Integer::sum);
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    void leave(InetAddress address) {
        lock.lock();
        try {
            all--;
            int others = byAddress.getOrDefault(address, 1) - 1;
            if (others == 0) byAddress.remove(address);
            else byAddress.put(address, others);
            left.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until all have left, or for some time.
    void awaitEmpty(Duration most) {
        lock.lock();
        try {
            for (long nanos = most.toNanos(); all > 0 && nanos > 0; ) nanos = left.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
