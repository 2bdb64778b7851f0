package agentvault.console;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A time as people say it, with the exact one beside it.
public record Moment(String said, String exact) {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    static Moment of(Instant at, Instant now) {
        var exact = at.truncatedTo(ChronoUnit.SECONDS).toString();
        var between = Duration.between(at, now);
        if (between.isNegative())
            return new Moment("in " + length(between.negated().plus(MINUTE)), exact);
        return new Moment(between.compareTo(MINUTE) < 0 ? "just now" : length(between) + " ago", exact);
    }

    private static String length(Duration length) {
        if (length.compareTo(HOUR) < 0) return counted(Math.max(1, length.toMinutes()), "minute");
        if (length.compareTo(DAY) < 0) return counted(length.toHours(), "hour");
        return counted(length.toDays(), "day");
    }

    private static String counted(long count, String unit) {
        return count + " " + unit + (count == 1 ? "" : "s");
    }
}
