package agentvault.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Counts attempts over a sliding window, by whatever key. It remembers the keys that were used last, so many at most:
/// memory has an end, however many keys somebody makes up.
public final class Throttle {

    /// How many in which time.
    public record Rate(int most, Duration window) {
        public Rate {
            if (most < 1 || window.isNegative() || window.isZero())
                throw new IllegalArgumentException("a rate is at least one in some time");
        }
    }

    /// What became of an attempt.
    ///
    /// @param left how many more may follow now
    /// @param delay zero if it counts, else how long until the next one does
    public record Attempt(Rate rate, int left, Duration delay) {
        public boolean tooMany() {
            return !delay.isZero();
        }
    }

    private final Supplier<Rate> rate;
    private final InstantSource clock;
    private final Map<String, Deque<Instant>> attempts;

    /// @param rate asked at every attempt
    public Throttle(Supplier<Rate> rate, InstantSource clock, int keys) {
        this.rate = rate;
        this.clock = clock;
        this.attempts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
                return size() > keys;
            }
        };
    }

    public synchronized Attempt attempt(String key) {
        var now = clock.instant();
        var limit = rate.get();
        var times = attempts.computeIfAbsent(key, _ -> new ArrayDeque<>());
        while (!times.isEmpty() && !now.isBefore(times.peekFirst().plus(limit.window()))) times.removeFirst();
        if (times.size() >= limit.most()) {
            return new Attempt(limit, 0, Duration.between(now, times.peekFirst().plus(limit.window())));
        }
        times.addLast(now);
        return new Attempt(limit, limit.most() - times.size(), Duration.ZERO);
    }

    synchronized int keys() {
        return attempts.size();
    }
}
