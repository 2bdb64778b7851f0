package agentvault.vault;

import agentvault.crypto.Canonical;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// From when an object was made, when it last changed, and whether it is archived. Archiving is final.
public record Life(Stamp created, Instant updatedAt, State state) {

    public sealed interface State {
        record Active() implements State {}

        record Archived(Instant at) implements State {
            public Archived {
                at = at.truncatedTo(ChronoUnit.MICROS);
            }
        }
    }

    public Life {
        updatedAt = updatedAt.truncatedTo(ChronoUnit.MICROS);
    }

    public static Life startedAt(Stamp created) {
        return new Life(created, created.at(), new State.Active());
    }

    public boolean active() {
        return state instanceof State.Active;
    }

    public Life updated(Instant now) {
        return new Life(created, now, state);
    }

    public Life archived(Instant now) {
        return active() ? new Life(created, now, new State.Archived(now)) : this;
    }

    public void writeTo(Canonical canonical) {
        created.writeTo(canonical);
        canonical.number(Stamp.micros(updatedAt));
        switch (state) {
            case State.Active() -> canonical.flag(true);
            case State.Archived(var at) -> canonical.flag(false).number(Stamp.micros(at));
        }
    }
}
