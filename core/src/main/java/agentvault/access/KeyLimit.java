package agentvault.access;

import java.time.Duration;
import java.time.Instant;

/// How many requests an API key may make, with the tokens that were exchanged for it, in each minute, hour or day.
public record KeyLimit(int requests, Per per) {

    public static final int MOST = 1_000_000_000;

    public enum Per {
        MINUTE(Duration.ofMinutes(1)),
        HOUR(Duration.ofHours(1)),
        DAY(Duration.ofDays(1));

        private final Duration length;

        Per(Duration length) {
            this.length = length;
        }

        /// Which one it is since 1970, in UTC.
        public long at(Instant now) {
            return Math.floorDiv(now.getEpochSecond(), length.toSeconds());
        }

        /// When the next one begins.
        public Instant next(Instant now) {
            return Instant.ofEpochSecond((at(now) + 1) * length.toSeconds());
        }
    }

    public KeyLimit {
        if (requests < 1 || requests > MOST) {
            throw new IllegalArgumentException("a limit is from 1 to " + MOST + " requests");
        }
    }
}
