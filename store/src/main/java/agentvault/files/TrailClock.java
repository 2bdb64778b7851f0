package agentvault.files;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/// The time of a server, which never goes back: it follows the wall's clock forward and goes on by the monotonic one
/// when somebody sets the wall's back, so what has expired stays expired. A trail that is opened tells how late it was
/// at its end, so a restart does not turn it back either.
public final class TrailClock implements InstantSource {

    private final InstantSource wall;
    private final LongSupplier monotonic;
    private Instant last;
    private long lastNanos;

    /// @param monotonic nanoseconds
    public TrailClock(InstantSource wall, LongSupplier monotonic) {
        this.wall = wall;
        this.monotonic = monotonic;
        last = wall.instant();
        lastNanos = monotonic.getAsLong();
    }

    @Override
    public synchronized Instant instant() {
        long nanos = monotonic.getAsLong();
        var passed = last.plusNanos(nanos - lastNanos);
        lastNanos = nanos;
        last = later(passed, wall.instant());
        return last;
    }

    synchronized void notBefore(long wallMicros) {
        last = later(last, Instant.EPOCH.plus(wallMicros, ChronoUnit.MICROS));
    }

    long wallMicros() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant());
    }

    long monotonicNanos() {
        return monotonic.getAsLong();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
