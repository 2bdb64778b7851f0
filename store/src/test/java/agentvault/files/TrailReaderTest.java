package agentvault.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.crypto.Octets;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.EntryKind;
import agentvault.trail.Hash;
import agentvault.trail.Position;
import agentvault.trail.Recorded;
import agentvault.trail.TrailFilter;
import agentvault.trail.TrailKit;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailReaderTest {

    private static final int USES = 60;

    @TempDir
    Path directory;

    private final List<Position> positions = new ArrayList<>();
    private TrailFiles trail;
    private TrailReader reader;

    @BeforeEach
    void write() {
        trail = Trails.open(directory, Trails.SMALL);
        reader = new TrailReader(directory);
        for (int number = 1; number <= USES; number++) positions.add(trail.append(Trails.use(number)));
    }

    @AfterEach
    void close() {
        trail.close();
    }

    @Test
    void lists_oldest_or_newest_first_up_to_a_limit() {
        var uses = TrailFilter.everything().kind(EntryKind.USE);
        assertThat(reader.oldest(uses, 3))
                .extracting(Recorded::entry)
                .containsExactly(Trails.use(1), Trails.use(2), Trails.use(3));
        assertThat(reader.newest(uses, 3))
                .extracting(Recorded::entry)
                .containsExactly(Trails.use(60), Trails.use(59), Trails.use(58));
        assertThat(reader.newest(uses, 1_000))
                .containsExactlyElementsOf(reader.oldest(uses, 1_000).reversed());
        assertThat(reader.oldest(uses, 1_000)).hasSize(USES);
    }

    @Test
    void lists_what_the_filter_wants_alone() {
        assertThat(reader.newest(TrailFilter.everything().actor(new Id(17, 1)), 10))
                .extracting(Recorded::entry)
                .containsExactly(Trails.use(17));
    }

    @Test
    void tells_the_hash_at_every_entry_and_none_beyond() {
        for (var position : positions)
            assertThat(reader.hashAt(position.sequence())).contains(position.hash());
        assertThat(reader.hashAt(0)).contains(Hash.ZERO);
        assertThat(reader.hashAt(trail.head().sequence() + 1)).isEmpty();
    }

    @Test
    void replays_what_comes_after_an_entry_in_order() {
        long last = trail.head().sequence();
        for (long after = 0; after <= last; after++) {
            var seen = new ArrayList<Long>();
            reader.replay(after, recorded -> seen.add(recorded.sequence()));

            assertThat(seen)
                    .isEqualTo(LongStream.rangeClosed(after + 1, last).boxed().toList());
        }
    }

    @Test
    void keeps_one_note_beside_the_entries() {
        assertThat(reader.kept()).isEmpty();
        reader.keep(Octets.of(new byte[] {1, 2}));
        reader.keep(Octets.of(new byte[] {3}));

        assertThat(reader.kept()).contains(Octets.of(new byte[] {3}));
        assertThat(reader.verify(TrailKit.VERIFIER, List.of())).isInstanceOf(Verdict.Intact.class);
    }

    @Test
    void exports_one_json_object_a_line() {
        var out = new ByteArrayOutputStream();
        reader.export(TrailFilter.everything().actor(new Id(17, 1)), out);

        String id = new Id(17, 1).toString();
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("""
                {"actor":"ID","credentials":[{"id":"ID","version":1}],"face":"PROXY","host":"api.example.com",\
                "kind":"use","method":"GET","monotonic_nanos":"40","sequence":SEQ,"service":"ID",\
                "service_revision":1,"session":"ID","time":"2027-01-15T08:00:00Z","vault":"ID"}
                """.replace("ID", id)
                .replace("SEQ", Long.toString(positions.get(16).sequence())));
    }

    @Test
    void a_record_that_is_still_being_written_is_not_there_yet() throws IOException {
        var last = new Segments(directory).files().getLast();
        byte[] bytes = Files.readAllBytes(last);
        long before = trail.head().sequence();
        Files.write(last, Arrays.copyOf(bytes, bytes.length - 1));

        assertThat(reader.newest(TrailFilter.everything(), 1))
                .extracting(Recorded::sequence)
                .containsExactly(before - 1);
        Files.write(last, bytes);
    }

    @Test
    void a_damaged_file_is_named() throws IOException {
        var first = new Segments(directory).files().getFirst();
        byte[] bytes = Files.readAllBytes(first);
        bytes[300] ^= 1;
        Files.write(first, bytes);

        assertThatThrownBy(() -> reader.oldest(TrailFilter.everything(), 100))
                .isInstanceOf(TrailUnavailable.class)
                .hasMessageContaining("0000000001.segment is damaged at byte");
        assertThat(reader.newest(TrailFilter.everything(), 1).getFirst().entry())
                .isEqualTo(Trails.use(USES));
    }

    @Test
    void an_interrupted_thread_can_still_append() {
        Thread.currentThread().interrupt();
        for (int number = 1; number <= USES; number++) trail.appendDurably(Trails.intent(number));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(reader.newest(TrailFilter.everything(), 1).getFirst().entry())
                .isInstanceOf(Entry.Intent.class);
    }
}
