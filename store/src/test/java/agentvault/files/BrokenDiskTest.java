package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.trail.Entry;
import agentvault.trail.Recorded;
import agentvault.trail.TrailFilter;
import agentvault.trail.TrailKit;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokenDiskTest {

    @TempDir
    Path directory;

    private final FailingDisk disk = new FailingDisk();

    @Test
    void after_a_failed_write_nothing_is_taken_until_the_trail_is_opened_again() {
        try (var trail = Trails.open(directory, disk, Trails.WRITE)) {
            trail.append(Trails.use(1));
            disk.full = true;
            refused(() -> trail.append(Trails.use(2)));
            disk.full = false;
            refused(() -> trail.append(Trails.use(3)));
            refused(() -> trail.appendDurably(Trails.use(3)));
            refused(trail::checkpoint);

            trail.reopen();
            trail.append(Trails.use(4));
        }
        assertThat(uses()).containsExactly(Trails.use(1), Trails.use(4));
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
        assertThat(entries().get(2))
                .isInstanceOfSatisfying(
                        Entry.Opened.class,
                        opened -> assertThat(opened.tornBytes()).isPositive());
    }

    @Test
    void a_disk_that_has_room_again_is_found_in_time() {
        var often = new TrailSettings(Durability.WRITE, 64L << 20, Duration.ofMillis(1));
        try (var trail = Trails.open(directory, disk, often)) {
            disk.full = true;
            refused(() -> trail.append(Trails.use(1)));
            disk.full = false;

            long patience = System.nanoTime() + Duration.ofMinutes(1).toNanos();
            while (!taken(trail, Trails.use(2))) assertThat(System.nanoTime()).isLessThan(patience);
        }
        assertThat(uses()).containsExactly(Trails.use(2));
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    private static boolean taken(TrailFiles trail, Entry entry) {
        try {
            trail.append(entry);
            return true;
        } catch (TrailUnavailable _) {
            Thread.onSpinWait();
            return false;
        }
    }

    @Test
    void a_disk_that_is_still_full_does_not_open_the_trail() {
        try (var trail = Trails.open(directory, disk, Trails.WRITE)) {
            disk.full = true;
            refused(() -> trail.append(Trails.use(1)));
            refused(trail::reopen);
            refused(() -> trail.append(Trails.use(2)));
            disk.full = false;
            trail.reopen();
            trail.append(Trails.use(3));
        }
        assertThat(uses()).containsExactly(Trails.use(3));
        assertThat(verdict()).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void an_fsync_that_failed_is_final_and_not_tried_again() {
        try (var trail = Trails.open(directory, disk, Trails.WRITE)) {
            disk.losing = true;
            refused(() -> trail.appendDurably(Trails.intent(1)));
            disk.losing = false;
            int forces = disk.forces;

            refused(() -> trail.append(Trails.use(2)));
            refused(() -> trail.appendDurably(Trails.intent(3)));
            refused(trail::reopen);
            assertThat(disk.forces).isEqualTo(forces);
        }
    }

    @Test
    void a_failed_write_can_be_followed_by_a_start() {
        try (var trail = Trails.open(directory, disk, Trails.SMALL)) {
            disk.full = true;
            refused(() -> trail.append(Trails.use(1)));
        }
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            trail.append(Trails.use(2));
        }
        assertThat(uses()).containsExactly(Trails.use(2));
    }

    @Test
    void with_fsync_every_append_waits_for_the_disk() {
        var settings = new TrailSettings(Durability.FSYNC, 64L << 20, Trails.NEVER);
        try (var trail = Trails.open(directory, disk, settings)) {
            int before = disk.forces;
            trail.append(Trails.use(1));
            trail.append(Trails.use(2));
            assertThat(disk.forces).isEqualTo(before + 2);
        }
    }

    @Test
    void callers_that_wait_at_the_same_time_share_one_fsync() throws Exception {
        var forcing = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        var file = new SlowFile(forcing, release);
        var commit = new GroupCommit(file);
        commit.wrote(1);
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = callers.submit(() -> awaited(commit, 1));
            forcing.await();
            commit.wrote(10);
            List<Future<Boolean>> others = LongStream.rangeClosed(2, 10)
                    .mapToObj(sequence -> callers.submit(() -> awaited(commit, sequence)))
                    .toList();
            release.countDown();
            assertThat(first.get()).isTrue();
            for (var other : others) assertThat(other.get()).isTrue();
        }
        assertThat(file.forces).isEqualTo(2);
    }

    private static boolean awaited(GroupCommit commit, long sequence) throws IOException {
        commit.await(sequence);
        return true;
    }

    private static void refused(Runnable append) {
        assertThatThrownBy(append::run).isInstanceOf(TrailUnavailable.class);
    }

    private List<Entry> entries() {
        return new TrailReader(directory)
                .oldest(TrailFilter.everything(), 1_000).stream()
                        .map(Recorded::entry)
                        .toList();
    }

    private List<Entry> uses() {
        return entries().stream().filter(Entry.Use.class::isInstance).toList();
    }

    private Verdict verdict() {
        return new TrailReader(directory).verify(TrailKit.VERIFIER, List.of());
    }

    /// A file whose first fsync takes as long as the test wants.
    private static final class SlowFile implements SegmentFile {
        private final CountDownLatch forcing;
        private final CountDownLatch release;
        private int forces;

        private SlowFile(CountDownLatch forcing, CountDownLatch release) {
            this.forcing = forcing;
            this.release = release;
        }

        @Override
        public void write(byte[] bytes, int from, int length) {}

        @Override
        public void force() throws IOException {
            forces++;
            forcing.countDown();
            try {
                release.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public long length() {
            return 0;
        }

        @Override
        public void truncate(long length) {}

        @Override
        public void close() {}
    }
}
