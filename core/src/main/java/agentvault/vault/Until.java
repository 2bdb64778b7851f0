package agentvault.vault;

import agentvault.crypto.Canonical;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// How long something holds.
public sealed interface Until {

    record Forever() implements Until {}

    record Moment(Instant at) implements Until {
        public Moment {
            at = at.truncatedTo(ChronoUnit.MICROS);
        }
    }

    static Until at(Instant instant) {
        return new Moment(instant);
    }

    static Until forever() {
        return new Forever();
    }

    default boolean passed(Instant now) {
        return this instanceof Moment(var at) && !now.isBefore(at);
    }

    /// The earlier of two ends.
    default Until orSooner(Until other) {
        return switch (this) {
            case Forever() -> other;
            case Moment(var mine) -> other instanceof Moment(var theirs) && theirs.isBefore(mine) ? other : this;
        };
    }

    default void writeTo(Canonical out) {
        switch (this) {
            case Forever() -> out.flag(false);
            case Moment(var at) -> out.flag(true).number(Stamp.micros(at));
        }
    }
}
