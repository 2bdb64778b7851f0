package agentvault.proxy;

import agentvault.vault.RateLimit;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Lets each scope, an actor in a vault, ask for as much as it may. A scope of which nothing has been heard for as long
/// as its bucket takes to fill is forgotten.
final class Limiter {

    private static final int MOST_SCOPES = 100_000;
    private static final double NANOS = 1_000_000_000.0;

    private final LongSupplier nanos;
    private final Map<Object, Bucket> buckets = new ConcurrentHashMap<>();

    /// @param nanos a clock that only runs forward
    Limiter(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// What came of asking to be let in.
    sealed interface Entry {
        /// To be left when it is over.
        record In(Bucket bucket) implements Entry {}

        record TooFast(Duration retryAfter) implements Entry {}

        record TooMany() implements Entry {}
    }

    /// @param limit as it is now: it may change from one time to the next
    Entry enter(Object scope, RateLimit limit) {
        long now = nanos.getAsLong();
        if (buckets.size() > MOST_SCOPES) buckets.values().removeIf(bucket -> bucket.idle(now));
        var bucket = buckets.computeIfAbsent(scope, _ -> new Bucket(now, limit));
        return bucket.enter(now, limit);
    }

    /// What one scope has used up.
    static final class Bucket {

        private RateLimit limit;
        private double tokens;
        private long filled;
        private int inFlight;

        private Bucket(long now, RateLimit limit) {
            this.limit = limit;
            tokens = limit.burst();
            filled = now;
        }

        private synchronized Entry enter(long now, RateLimit asOfNow) {
            limit = asOfNow;
            tokens = Math.min(limit.burst(), tokens + (now - filled) / NANOS * limit.perSecond());
            filled = now;
            if (inFlight >= limit.inFlight()) return new Entry.TooMany();
            if (tokens < 1) return new Entry.TooFast(limit.untilNext());
            tokens--;
            inFlight++;
            return new Entry.In(this);
        }

        synchronized void leave() {
            inFlight--;
        }

        private synchronized boolean idle(long now) {
            return inFlight == 0 && (now - filled) / NANOS * limit.perSecond() + tokens >= limit.burst();
        }
    }
}
