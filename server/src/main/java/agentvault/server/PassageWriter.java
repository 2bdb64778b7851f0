package agentvault.server;

import agentvault.log.Event;
import agentvault.log.Level;
import agentvault.log.Log;
import agentvault.traffic.Passage;
import agentvault.traffic.PassageLog;
import agentvault.workspace.StoreUnavailable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Writes down what passed, beside the exchanges and never on their threads. What comes faster than it can be written
/// is counted and left out: the trail has every use of a secret, this is for looking at.
final class PassageWriter implements AutoCloseable {

    private static final int WAITING = 32_768;
    private static final int AT_ONCE = 16_384;
    /// What waits is copied by each collection of garbage, and exchanges wait for that.
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration FIRST_TIDY = Duration.ofSeconds(2);
    private static final Duration TIDY = Duration.ofMinutes(15);

    private final PassageLog passages;
    private final Serving.Keeping keep;
    private final InstantSource clock;
    private final Log log;
    private final BlockingQueue<Passage> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("passages").factory());

    private PassageWriter(PassageLog passages, Serving.Keeping keep, InstantSource clock, Log log) {
        this.passages = passages;
        this.keep = keep;
        this.clock = clock;
        this.log = log;
    }

    static PassageWriter start(PassageLog passages, Serving.Keeping keep, InstantSource clock, Log log) {
        var writer = new PassageWriter(passages, keep, clock, log);
        writer.every(PAUSE, writer::write);
        // Soon after a start, too: a server that never runs for long must forget as well.
        writer.after(FIRST_TIDY, TIDY, writer::forget);
        return writer;
    }

    /// Never waits.
    void record(Passage passage) {
        if (!waiting.offer(passage)) leftOut.incrementAndGet();
    }

    /// How many were left out.
    long leftOut() {
        return leftOut.get();
    }

    private void every(Duration time, Runnable work) {
        after(time, time, work);
    }

    private void after(Duration first, Duration then, Runnable work) {
        var _ = timer.scheduleWithFixedDelay(
                () -> attempt(work), first.toNanos(), then.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void attempt(Runnable work) {
        try {
            work.run();
        } catch (StoreUnavailable e) {
            log.tell(Event.of(Level.WARN, "passages_not_written").with("why", String.valueOf(e.getMessage())));
        }
    }

    private void write() {
        var batch = new ArrayList<Passage>();
        if (waiting.drainTo(batch, AT_ONCE) == 0) return;
        try {
            passages.keep(batch);
        } catch (StoreUnavailable e) {
            leftOut.addAndGet(batch.size());
            throw e;
        }
    }

    private void forget() {
        passages.forget(clock.instant().minus(keep.age()), keep.passagesOfEachVault(), this::write);
    }

    @Override
    public void close() {
        timer.shutdownNow();
        while (!waiting.isEmpty()) attempt(this::write);
    }
}
