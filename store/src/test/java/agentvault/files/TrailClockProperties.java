package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is done to the wall's clock, no life gets longer.
class TrailClockProperties {

    private static final Instant START = Instant.ofEpochSecond(1_800_000_000);

    /// Some real seconds pass, and somebody turns the wall's clock by some more.
    record Turn(long passed, long turned) {}

    private final AtomicReference<Instant> wall = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong(-7);
    private final TrailClock clock = new TrailClock(wall::get, nanos::get);

    @Property(tries = 500)
    void at_least_the_time_passes_that_really_passed(@ForAll("turns") List<Turn> turns) {
        wall.set(START);
        var before = clock.instant();
        for (var turn : turns) {
            nanos.addAndGet(turn.passed() * 1_000_000_000);
            wall.updateAndGet(was -> was.plusSeconds(turn.passed() + turn.turned()));

            var now = clock.instant();
            assertThat(now).isAfterOrEqualTo(before.plusSeconds(turn.passed()));
            assertThat(now).isAfterOrEqualTo(wall.get());
            before = now;
        }
    }

    @Example
    void a_clock_that_nobody_turns_is_the_walls() {
        wall.set(START.plusSeconds(5));
        nanos.addAndGet(5_000_000_000L);

        assertThat(clock.instant()).isEqualTo(wall.get());
    }

    @Example
    void a_trail_that_is_opened_again_tells_how_late_it_was() throws Exception {
        var folder = Files.createTempDirectory("trail-clock");
        wall.set(START.plusSeconds(3_600));
        try (var trail = open(folder, clock)) {
            trail.append(Trails.use(1));
        }
        wall.set(START);
        var afterwards = new TrailClock(wall::get, nanos::get);
        try (var trail = open(folder, afterwards)) {
            assertThat(afterwards.instant()).isAfterOrEqualTo(START.plusSeconds(3_600));
            assertThat(trail.head().sequence()).isPositive();
        }
        for (var file : new Segments(folder).files()) Files.delete(file);
        Files.delete(folder);
    }

    private static TrailFiles open(Path folder, TrailClock clock) {
        return TrailFiles.open(folder, agentvault.trail.TrailKit.IDENTITY, Trails.WRITE, Trails.KEYS, clock, List.of());
    }

    @Provide
    Arbitrary<List<Turn>> turns() {
        var seconds = Arbitraries.longs().between(0, 100_000);
        var turned = Arbitraries.longs().between(-100_000_000, 100_000_000);
        return Combinators.combine(seconds, Arbitraries.oneOf(Arbitraries.just(0L), turned))
                .as(Turn::new)
                .list()
                .ofMaxSize(20);
    }
}
