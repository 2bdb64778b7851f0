package agentvault.files;

import java.time.InstantSource;
import java.util.function.LongSupplier;

/// The two clocks of the trail: the wall's, which somebody may turn, and the monotonic one, in nanoseconds.
public record TrailClock(InstantSource wall, LongSupplier monotonic) {

    private static final long MICROS = 1_000_000;
    private static final int NANOS_PER_MICRO = 1_000;

    long wallMicros() {
        var now = wall.instant();
        return now.getEpochSecond() * MICROS + now.getNano() / NANOS_PER_MICRO;
    }
}
