package agentvault.wire;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// The Date header's value, written anew once a second.
final class DateHeader {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private volatile Written last = new Written(Long.MIN_VALUE, "");

    private record Written(long second, String text) {}

    DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    String value() {
        long second = clock.millis() / 1_000;
        var known = last;
        if (known.second() == second) return known.text();
        var written = new Written(second, FORM.format(Instant.ofEpochSecond(second)));
        last = written;
        return written.text();
    }
}
