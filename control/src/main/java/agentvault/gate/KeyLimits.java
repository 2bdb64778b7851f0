package agentvault.gate;

import agentvault.access.KeyLimit;
import agentvault.id.Id;
import agentvault.route.Trouble;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Counts the requests of API keys for which a limit was settled, in memory: each server counts for itself, and a start
/// begins anew. Other keys take no room here.
final class KeyLimits {

    private final InstantSource clock;
    private final Map<Id, Count> counts = new ConcurrentHashMap<>();

    /// @param in which minute, hour or day
    private record Count(KeyLimit limit, long in, int requests) {
        Count next() {
            return new Count(limit, in, Math.min(requests, limit.requests()) + 1);
        }
    }

    KeyLimits(InstantSource clock) {
        this.clock = clock;
    }

    /// Leaves with 429 for one request too many.
    void count(Id key, KeyLimit limit) {
        var now = clock.instant();
        long in = limit.per().at(now);
        var count = counts.merge(
                key,
                new Count(limit, in, 1),
                (before, first) -> before.limit().equals(limit) && before.in() == in ? before.next() : first);
        if (count.requests() <= limit.requests()) return;
        long seconds =
                Duration.between(now, limit.per().next(now)).plusMillis(999).toSeconds();
        throw Trouble.coded(429, "rate_limit_exceeded", "This API key has made all the requests that it may.")
                .hinting("Wait, or have an owner make a key with a higher limit.")
                .header("Retry-After", Long.toString(seconds))
                .header("X-RateLimit-Limit", Integer.toString(limit.requests()))
                .header("X-RateLimit-Remaining", "0")
                .declined();
    }
}
