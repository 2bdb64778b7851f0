package agentvault.dial;

import java.time.Duration;

/// How many connections are kept, and for how long.
///
/// @param idlePerKey idle ones of one key on one event loop
/// @param idle idle ones in all
/// @param open idle ones and those in use or being opened
/// @param rest how long one may be idle
/// @param life how long one may be used
public record PoolLimits(int idlePerKey, int idle, int open, Duration rest, Duration life) {

    public static final PoolLimits STANDARD =
            new PoolLimits(64, 1_024, 16_000, Duration.ofSeconds(30), Duration.ofMinutes(10));

    public PoolLimits {
        if (idlePerKey < 0 || idle < 0 || open < 1) throw new IllegalArgumentException("limits are not negative");
        if (rest.isNegative() || life.isNegative()) throw new IllegalArgumentException("times are not negative");
    }
}
