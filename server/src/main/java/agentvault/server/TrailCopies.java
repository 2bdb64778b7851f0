package agentvault.server;

import agentvault.files.TrailArchive;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.StoreUnavailable;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Copies the trail to where the other servers find it, from time to time and when the server stops. A copy that fails
/// is made the next time: the files are the truth.
final class TrailCopies implements AutoCloseable {

    /// With the time that a copy takes, an entry is there after a minute.
    static final Duration EVERY = Duration.ofSeconds(45);

    private final TrailArchive archive;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("trail-copy").factory());
    private volatile Optional<String> trouble = Optional.empty();

    TrailCopies(TrailArchive archive, Duration every) {
        this.archive = archive;
        long nanos = every.toNanos();
        var _ = timer.scheduleAtFixedRate(this::copy, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    synchronized void copy() {
        try {
            archive.copy();
            trouble = Optional.empty();
        } catch (StoreUnavailable | TrailUnavailable e) {
            trouble = Optional.of("The trail was not copied: " + e.getMessage());
        }
    }

    /// Why the last copy failed, if it did.
    Optional<String> trouble() {
        return trouble;
    }

    @Override
    public void close() {
        timer.shutdown();
        copy();
    }
}
