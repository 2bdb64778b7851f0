package agentvault.load;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/// What came of asking for a while: how many good answers, how long each took, and what went wrong how often.
public final class Tally {

    private static final long LONGEST_MICROS = Duration.ofMinutes(1).toNanos() / 1_000;
    private static final int DIGITS = 3;
    static final int OK = 200;

    private final Histogram micros = new Histogram(LONGEST_MICROS, DIGITS);
    private final Map<String, Integer> errors = new TreeMap<>();
    private final long start = System.nanoTime();
    private long end = start;

    void answered(int status, long sinceNanos) {
        end = System.nanoTime();
        if (status == OK) micros.recordValue(Math.min(LONGEST_MICROS, (end - sinceNanos) / 1_000));
        else failed("answered " + status);
    }

    void failed(String why) {
        errors.merge(why, 1, Integer::sum);
    }

    /// Good answers.
    public long answers() {
        return micros.getTotalCount();
    }

    /// Good answers per second.
    public double rate() {
        return answers() * 1e9 / Math.max(1, end - start);
    }

    /// What this percentage of the good answers took at most, in microseconds.
    public long micros(double percentile) {
        return micros.getValueAtPercentile(percentile);
    }

    /// What went wrong, with how often.
    public Map<String, Integer> errors() {
        return Map.copyOf(errors);
    }
}
