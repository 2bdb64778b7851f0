package agentvault.wire;

import agentvault.http.HeadLimits;
import java.time.Duration;

/// What a listener lets its clients take: sizes, time, speed and connections.
///
/// @param body the bytes of a body, where a route says nothing else
public record Limits(HeadLimits head, long body, Times times, Pace pace, Crowd crowd) {

    public static final Limits STANDARD = new Limits(
            HeadLimits.STANDARD,
            1024 * 1024,
            new Times(
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(120),
                    Duration.ofSeconds(2)),
            new Pace(1024, Duration.ofSeconds(10)),
            new Crowd(16_000, 12_000));

    public Limits {
        if (body < 0) throw new IllegalArgumentException("a limit is not negative");
    }

    /// How long a client may take.
    ///
    /// @param handshake for TLS
    /// @param head from its first byte, or from the connection's start, to its last
    /// @param body from the end of the head to the end of the body, where a route says nothing else
    /// @param write to take an answer that is not streamed
    /// @param idle between two requests
    /// @param linger to read the last answer, after which the connection is cut
    public record Times(
            Duration handshake, Duration head, Duration body, Duration write, Duration idle, Duration linger) {}

    /// How fast a client must send a body and take an answer, measured over each grace period.
    public record Pace(int bytesPerSecond, Duration grace) {

        public Pace {
            if (grace.isZero() || grace.isNegative()) throw new IllegalArgumentException("a grace period is positive");
        }

        /// Whether fewer bytes moved in a period than must.
        boolean missedBy(long bytes, long nanos) {
            return bytes * 1_000_000_000.0 < (double) bytesPerSecond * nanos;
        }
    }

    /// How many connections there may be in all, and from one address.
    public record Crowd(int all, int perAddress) {}

    public Limits withHead(HeadLimits other) {
        return new Limits(other, body, times, pace, crowd);
    }

    public Limits withBody(long bytes) {
        return new Limits(head, bytes, times, pace, crowd);
    }

    public Limits withTimes(Times other) {
        return new Limits(head, body, other, pace, crowd);
    }

    public Limits withPace(Pace other) {
        return new Limits(head, body, times, other, crowd);
    }

    public Limits withCrowd(Crowd other) {
        return new Limits(head, body, times, pace, other);
    }
}
