package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.id.Id;
import agentvault.trail.Checkpoint;
import agentvault.trail.Entry;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.Position;
import agentvault.trail.Recorded;
import agentvault.trail.SegmentHeader;
import agentvault.trail.TrailFilter;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailKit;
import agentvault.trail.TrailSigner;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.Verdict;
import agentvault.trail.Witness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailFilesTest {

    @TempDir
    Path directory;

    @Test
    void what_was_appended_is_in_the_file_before_append_returns() {
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            var position = trail.append(Trails.use(1));

            assertThat(position.instance()).isEqualTo(TrailKit.IDENTITY.instance());
            assertThat(trail.head()).isEqualTo(new Head(position.sequence(), position.hash()));
            assertThat(entries()).extracting(Recorded::entry).contains(Trails.use(1));
        }
        assertThat(intact().head().sequence()).isEqualTo(4); // opened, use, closed, checkpoint
        assertThat(entries().get(2).entry()).isEqualTo(new Entry.Closed());
    }

    @Test
    void a_chain_goes_on_where_it_was_closed() {
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            trail.append(Trails.use(1));
        }
        var closed = intact().head();
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            assertThat(trail.head().sequence()).isEqualTo(5);
        }
        assertThat(entries().get(4).entry())
                .isEqualTo(new Entry.Opened(
                        TrailKit.IDENTITY.installation(), TrailKit.IDENTITY.instance(), "1.2.3", closed, 0));
        assertThat(intact().count()).isEqualTo(7);
    }

    @Test
    void segments_end_at_their_size_and_begin_with_a_checkpoint() throws IOException {
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            IntStream.range(0, 50).forEach(number -> trail.append(Trails.use(number)));
        }
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            IntStream.range(0, 20).forEach(number -> trail.append(Trails.use(number)));
        }
        assertThat(files()).hasSizeGreaterThan(5).allSatisfy(file -> {
            assertThat(Files.size(file)).isLessThan(3_000);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        });
        assertThat(intact().head().sequence()).isEqualTo(entries().size());
    }

    @Test
    void a_checkpoint_comes_after_a_thousand_records() {
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            IntStream.range(0, 2_500).forEach(number -> trail.append(Trails.use(number)));
        }
        assertThat(entries().stream().filter(each -> each.entry() instanceof Entry.Checkpointed))
                .extracting(Recorded::sequence)
                .containsExactly(1_001L, 2_002L, 2_505L);
        assertThat(intact().lastCheckpoint()).isPresent();
    }

    @Test
    void a_checkpoint_comes_when_its_time_has_come() throws InterruptedException {
        var signed = new CountDownLatch(2);
        var signer = TrailSigner.of("trail-key", message -> {
            signed.countDown();
            return TrailKit.KEY.sign(message);
        });
        var settings = new TrailSettings(Durability.WRITE, 64L << 20, Duration.ofMillis(1));
        var keys = new TrailKeys(signer, TrailKit.VERIFIER);
        try (var trail = TrailFiles.open(directory, TrailKit.IDENTITY, settings, keys, Trails.clock(), List.of())) {
            while (signed.getCount() == 2) Thread.onSpinWait();
            trail.append(Trails.use(1));
            assertThat(signed.await(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(intact().count()).isPositive();
    }

    @Test
    void a_checkpoint_for_a_file_outside_shows_a_truncated_trail() throws IOException {
        Checkpoint outside;
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            trail.append(Trails.use(1));
            outside = Checkpoint.read(trail.checkpoint(), TrailKit.VERIFIER).orElseThrow();
            assertThat(trail.checkpoint()).isEqualTo(outside.signedBy(TrailKit.SIGNER));
        }
        var witness = Witness.of("the file", outside);
        cutLast(270);

        assertThat(new TrailReader(directory).verify(TrailKit.VERIFIER, List.of()))
                .isInstanceOf(Verdict.Intact.class);
        assertThat(new TrailReader(directory).verify(TrailKit.VERIFIER, List.of(witness)))
                .isInstanceOfSatisfying(
                        Verdict.Broken.class,
                        broken -> assertThat(broken.findings().getFirst().sequence())
                                .isEqualTo(2));
        assertThatThrownBy(() -> Trails.open(directory, Trails.WRITE, witness))
                .isInstanceOf(TrailUnavailable.class)
                .hasMessageContaining("TRUNCATED");
    }

    @Test
    void an_unfinished_record_of_any_length_is_cut_off_and_told() throws IOException {
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            trail.append(Trails.use(1));
        }
        byte[] whole = Files.readAllBytes(files().getFirst());
        int begin = whole.length - lastRecordSize(whole);
        var disk = new FailingDisk();
        disk.hasty = true;
        for (int keep = begin + 1; keep < whole.length; keep++) {
            Files.write(files().getFirst(), Arrays.copyOf(whole, keep));
            try (var trail = Trails.open(directory, disk, Trails.WRITE)) {
                assertThat(trail.head().sequence()).isEqualTo(4);
            }
            assertThat(entries().get(3).entry())
                    .isInstanceOfSatisfying(
                            Entry.Opened.class,
                            opened -> assertThat(opened.previous().sequence()).isEqualTo(3));
            assertThat(((Entry.Opened) entries().get(3).entry()).tornBytes()).isEqualTo(keep - begin);
        }
        assertThat(intact().head().sequence()).isEqualTo(6);
    }

    @Test
    void a_trail_that_was_edited_is_not_opened() throws IOException {
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            trail.append(Trails.use(1));
        }
        byte[] bytes = Files.readAllBytes(files().getFirst());
        bytes[400] ^= 1;
        Files.write(files().getFirst(), bytes);

        assertThatThrownBy(() -> Trails.open(directory, Trails.WRITE))
                .isInstanceOf(TrailUnavailable.class)
                .hasMessageContaining("0000000001.segment at byte ");
        assertThat(files().getFirst()).hasBinaryContent(bytes);
    }

    @Test
    void a_trail_of_another_instance_is_not_opened() {
        Trails.open(directory, Trails.WRITE).close();
        var other = new TrailIdentity(TrailKit.IDENTITY.installation(), new Id(8, 8), "1");

        assertThatThrownBy(
                        () -> TrailFiles.open(directory, other, Trails.WRITE, Trails.KEYS, Trails.clock(), List.of()))
                .isInstanceOf(TrailUnavailable.class)
                .hasMessageContaining(new Id(8, 8).toString());
    }

    @Test
    void a_trail_whose_files_are_gone_is_not_begun_again() {
        var witness = new Witness("the database", TrailKit.IDENTITY.instance(), new Head(7, Hash.ZERO));
        assertThatThrownBy(() -> Trails.open(directory, Trails.WRITE, witness)).isInstanceOf(TrailUnavailable.class);
    }

    @Test
    void writers_that_race_leave_no_gap_and_no_doubled_sequence() throws Exception {
        List<Long> sequences = new ArrayList<>();
        try (var trail = Trails.open(directory, Trails.SMALL);
                var writers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<List<Long>> writer = () -> IntStream.range(0, 500)
                    .mapToObj(each ->
                            each % 50 == 0 ? trail.appendDurably(Trails.intent(each)) : trail.append(Trails.use(each)))
                    .map(Position::sequence)
                    .toList();
            for (var result : writers.invokeAll(List.of(writer, writer, writer, writer))) {
                sequences.addAll(result.get());
            }
        }
        assertThat(sequences).hasSize(2_000).doesNotHaveDuplicates();
        assertThat(entries())
                .extracting(Recorded::sequence)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, entries().size()).boxed().toList());
        assertThat(intact().openIntents().list()).hasSize(40);
    }

    @Test
    void intents_of_earlier_segments_are_still_open_after_a_start() {
        long second;
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            long first = trail.appendDurably(Trails.intent(1)).sequence();
            second = trail.appendDurably(Trails.intent(2)).sequence();
            trail.append(new Entry.Applied(first, List.of()));
            IntStream.range(0, 50).forEach(number -> trail.append(Trails.use(number)));
        }
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            assertThat(trail.openIntents()).extracting(Recorded::sequence).containsExactly(second);
            trail.append(new Entry.Voided(second));
            assertThat(trail.openIntents()).isEmpty();
        }
    }

    @Test
    void a_restore_opens_the_next_epoch_and_no_other() {
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            assertThatThrownBy(() -> trail.append(new Entry.Epoch(3, "restore", List.of())))
                    .isInstanceOf(IllegalArgumentException.class);
            trail.appendDurably(new Entry.Epoch(2, "restore", List.of()));
            IntStream.range(0, 30).forEach(number -> trail.append(Trails.use(number)));
        }
        try (var trail = Trails.open(directory, Trails.SMALL)) {
            assertThat(trail.epoch()).isEqualTo(2);
        }
        assertThat(intact().epoch()).isEqualTo(2);
    }

    @Test
    void nobody_else_writes_what_the_trail_says_of_itself() {
        try (var trail = Trails.open(directory, Trails.WRITE)) {
            assertThatThrownBy(() -> trail.append(new Entry.Checkpointed("forged")))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void a_closed_trail_takes_nothing() {
        var trail = Trails.open(directory, Trails.WRITE);
        trail.close();
        trail.close();
        assertThatThrownBy(() -> trail.append(Trails.use(1))).isInstanceOf(TrailUnavailable.class);
        assertThatThrownBy(trail::reopen).isInstanceOf(TrailUnavailable.class);
    }

    private Verdict.Intact intact() {
        var verdict = new TrailReader(directory).verify(TrailKit.VERIFIER, List.of());
        assertThat(verdict).isInstanceOf(Verdict.Intact.class);
        return (Verdict.Intact) verdict;
    }

    private List<Recorded> entries() {
        return new TrailReader(directory).oldest(TrailFilter.everything(), Integer.MAX_VALUE);
    }

    private List<Path> files() throws IOException {
        return new Segments(directory).files();
    }

    private void cutLast(int keep) throws IOException {
        var last = files().getLast();
        Files.write(last, Arrays.copyOf(Files.readAllBytes(last), keep));
    }

    /// The last record of a closed trail is a checkpoint: what follows the closing one.
    private static int lastRecordSize(byte[] segment) {
        var lengths = ByteBuffer.wrap(segment);
        int at = SegmentHeader.BYTES;
        int size = 0;
        while (at < segment.length) {
            size = 12 + lengths.getInt(at);
            at += size;
        }
        return size;
    }
}
