package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.log.Format;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.traffic.Passage;
import agentvault.traffic.PassageFilter;
import agentvault.traffic.PassageLog;
import agentvault.trail.Entry;
import agentvault.workspace.StoreUnavailable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PassageWriterTest {

    private static final Id VAULT = new Id(1, 1);

    private final Kept kept = new Kept();
    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Log log = Log.open(Level.INFO, Format.TEXT, InstantSource.system(), said);

    @Test
    void what_was_recorded_is_kept_in_its_order() {
        try (var writer = writer()) {
            for (int n = 0; n < 5_000; n++) writer.record(passage(n));
        }

        assertThat(kept.passages)
                .extracting(passage -> passage.fate().status())
                .isSorted()
                .hasSize(5_000);
    }

    @Test
    void what_is_too_much_is_left_out_and_counted() {
        kept.answering = false;
        try (var writer = writer()) {
            for (int n = 0; n < 100_000; n++) writer.record(passage(n));

            assertThat(writer.leftOut()).isPositive();
        }
        log.close();

        assertThat(kept.passages).isEmpty();
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("passages_not_written");
    }

    @Test
    void what_is_older_or_more_than_is_kept_is_forgotten_soon_after_a_start() throws InterruptedException {
        var keep = new Serving.Keeping(Duration.ofHours(2), 300);
        try (var _ = PassageWriter.start(kept, keep, InstantSource.fixed(Instant.ofEpochSecond(7_200)), log)) {
            assertThat(kept.forgotten.poll(1, TimeUnit.MINUTES)).isEqualTo(new Forgotten(Instant.EPOCH, 300));
        }
    }

    private PassageWriter writer() {
        return PassageWriter.start(kept, Serving.Keeping.STANDARD, InstantSource.system(), log);
    }

    private static Passage passage(int number) {
        return new Passage(
                Instant.EPOCH,
                "req_1",
                Passage.Way.TUNNEL,
                new Passage.Who(Entry.NONE, Entry.NONE, VAULT),
                new Passage.What("GET", "example.com", "/"),
                new Passage.Fate("", List.of(), number, ""),
                new Passage.Cost(0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO));
    }

    /// What was asked to be forgotten.
    private record Forgotten(Instant before, int keptOfEachVault) {}

    private static final class Kept implements PassageLog {

        private final List<Passage> passages = Collections.synchronizedList(new ArrayList<>());
        private final BlockingQueue<Forgotten> forgotten = new LinkedBlockingQueue<>();
        private volatile boolean answering = true;

        @Override
        public void keep(List<Passage> more) {
            if (!answering) throw new StoreUnavailable("the database does not answer");
            passages.addAll(more);
        }

        @Override
        public List<PassageLog.Kept> find(PassageFilter filter, int limit) {
            throw new AssertionError("not asked");
        }

        @Override
        public List<Unmatched> unmatched(Id vault, int limit) {
            throw new AssertionError("not asked");
        }

        @Override
        public void forget(Instant before, int keptOfEachVault, Runnable between) {
            forgotten.add(new Forgotten(before, keptOfEachVault));
        }
    }
}
