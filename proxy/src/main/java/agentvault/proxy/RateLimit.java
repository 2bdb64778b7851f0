package agentvault.proxy;

import java.time.Duration;

/// How much one actor may ask for in one vault.
///
/// @param inFlight exchanges at the same time
public record RateLimit(int perSecond, int burst, int inFlight) {

    public static final RateLimit STANDARD = new RateLimit(500, 5_000, 1_000);

    public RateLimit {
        if (perSecond < 1 || burst < 1 || inFlight < 1) throw new IllegalArgumentException("a limit is positive");
    }

    Duration untilNext() {
        return Duration.ofSeconds(1).dividedBy(perSecond);
    }
}
