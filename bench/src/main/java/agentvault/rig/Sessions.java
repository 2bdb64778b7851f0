package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Making sessions over the API, by several clients at once, each asking again when it has its answer.
final class Sessions {

    private static final int AT_ONCE = 32;
    private static final int DIGITS = 3;

    private Sessions() {}

    /// So many sessions over these vaults; their tokens.
    static List<String> make(Product product, List<String> vaults, int count) {
        var left = new AtomicInteger(count);
        return together(() -> {
            var made = new ArrayList<String>();
            while (left.getAndDecrement() > 0) made.add(product.session(vaults));
            return made;
        });
    }

    /// As many as can be made in this time.
    static Sample measure(Product product, List<String> vaults, Duration time) {
        Histogram micros = new ConcurrentHistogram(DIGITS);
        long cpu = product.process().cpuMicros();
        long start = System.nanoTime();
        long end = start + time.toNanos();
        int made = together(() -> {
                    var tokens = new ArrayList<String>();
                    for (long begun = System.nanoTime(); begun < end; begun = System.nanoTime()) {
                        tokens.add(product.session(vaults));
                        micros.recordValue((System.nanoTime() - begun) / 1_000);
                    }
                    return tokens;
                })
                .size();
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Sample(
                Map.of(
                        Figure.SESSIONS,
                        made / seconds,
                        Figure.MEDIAN,
                        (double) micros.getValueAtPercentile(50),
                        Figure.TAIL,
                        (double) micros.getValueAtPercentile(99),
                        Figure.CPU,
                        (double) (product.process().cpuMicros() - cpu) / Math.max(1, made)),
                Map.of());
    }

    private static List<String> together(Callable<List<String>> client) {
        var running = new ArrayList<Future<List<String>>>();
        var tokens = new ArrayList<String>();
        try (var clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int n = 0; n < AT_ONCE; n++) running.add(clients.submit(client));
            for (var one : running) tokens.addAll(one.get());
            return tokens;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }
}
