package agentvault.wire;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/// Names for requests: unique, in no way secret.
final class RequestIds {

    private final String prefix =
            "req_%012x".formatted(ThreadLocalRandom.current().nextLong(1L << 48));
    private static final int DIGITS = 8;

    private final AtomicLong count = new AtomicLong();

    String next() {
        return prefix + HexFormat.of().toHexDigits(count.incrementAndGet(), DIGITS);
    }
}
