package agentvault.log;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Where a server says what happens. Whoever says something never waits: lines go through a queue to a thread of their
/// own, and when nobody takes them for long they are dropped and counted.
public final class Log implements AutoCloseable {

    private static final int WAITING = 4096;
    private static final Duration LAST_WORDS = Duration.ofSeconds(1);

    private final Level from;
    private final Format format;
    private final InstantSource clock;
    private final OutputStream out;
    private final BlockingQueue<Optional<Event.At>> waiting = new ArrayBlockingQueue<>(WAITING);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer = Thread.ofPlatform().daemon().name("log").unstarted(this::write);

    private Log(Level from, Format format, InstantSource clock, OutputStream out) {
        this.from = from;
        this.format = format;
        this.clock = clock;
        this.out = out;
    }

    /// @param from the level below which nothing is written
    public static Log open(Level from, Format format, InstantSource clock, OutputStream out) {
        var log = new Log(from, format, clock, out);
        log.writer.start();
        return log;
    }

    public boolean wants(Level level) {
        return level.compareTo(from) >= 0;
    }

    public void tell(Event event) {
        if (!wants(event.level())) return;
        if (!waiting.offer(Optional.of(new Event.At(clock.instant(), event)))) dropped.incrementAndGet();
    }

    /// How many lines nobody took in time.
    public long dropped() {
        return dropped.get();
    }

    /// Writes what is said already, if that does not take long.
    @Override
    public void close() {
        try {
            if (waiting.offer(Optional.empty())) writer.join(LAST_WORDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        try {
            for (var next = waiting.take(); next.isPresent(); next = waiting.take()) write(next.get());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(Event.At happened) {
        try {
            out.write(Line.of(happened, format).getBytes(StandardCharsets.UTF_8));
            if (waiting.isEmpty()) out.flush();
        } catch (IOException _) {
            dropped.incrementAndGet();
        }
    }
}
