package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.files.Durability;
import agentvault.files.TrailArchive;
import agentvault.files.TrailClock;
import agentvault.files.TrailFiles;
import agentvault.files.TrailKeys;
import agentvault.files.TrailSettings;
import agentvault.id.Id;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentKey;
import agentvault.trail.SegmentVault;
import agentvault.trail.TrailKit;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailCopiesTest {

    private final CountDownLatch puts = new CountDownLatch(3);

    /// Forgets what it is given, so that every round has something to copy.
    private final SegmentVault forgetful = new SegmentVault() {
        @Override
        public void put(SegmentCopy copy, byte[] content) {
            puts.countDown();
        }

        @Override
        public List<SegmentCopy> list(Id installation) {
            return List.of();
        }

        @Override
        public Optional<byte[]> get(SegmentKey key) {
            return Optional.empty();
        }
    };

    @Test
    void copies_are_made_again_and_again_by_themselves(@TempDir Path folder) throws InterruptedException {
        var keys = new TrailKeys(TrailKit.SIGNER, TrailKit.VERIFIER);
        var clock = new TrailClock(InstantSource.system(), System::nanoTime);
        var settings = TrailSettings.of(Durability.WRITE);
        try (var trail = TrailFiles.open(folder, TrailKit.IDENTITY, settings, keys, clock, List.of());
                var copies = new TrailCopies(
                        new TrailArchive(trail, folder, TrailKit.IDENTITY, forgetful), Duration.ofMillis(1))) {
            assertThat(puts.await(1, TimeUnit.MINUTES)).isTrue();
            assertThat(copies.trouble()).isEmpty();
        }
    }

    @Test
    void an_entry_is_copied_within_a_minute() {
        assertThat(TrailCopies.EVERY).isLessThan(Duration.ofMinutes(1));
    }
}
