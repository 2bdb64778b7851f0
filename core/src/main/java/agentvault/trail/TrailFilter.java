package agentvault.trail;

import agentvault.id.Id;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Predicate;

/// Which entries somebody wants to see. Each step narrows what the one before lets through.
public final class TrailFilter {

    private final Predicate<Recorded> wanted;

    private TrailFilter(Predicate<Recorded> wanted) {
        this.wanted = wanted;
    }

    public static TrailFilter everything() {
        return new TrailFilter(_ -> true);
    }

    /// Uses of this vault, and changes, refusals and events whose scope or target it is.
    public TrailFilter vault(Id vault) {
        return and(recorded -> switch (recorded.entry()) {
            case Entry.Use use -> use.vault().equals(vault);
            case Entry.Intent intent -> intent.scope().equals(vault);
            case Entry.Refused refused -> refused.scope().equals(vault);
            case Entry.Event event -> event.target().equals(vault);
            case Entry.Opened _, Entry.Applied _, Entry.Voided _, Entry.Epoch _, Entry.Checkpointed _, Entry.Closed _ ->
                false;
        });
    }

    public TrailFilter actor(Id actor) {
        return and(recorded -> switch (recorded.entry()) {
            case Entry.Use use -> use.actor().equals(actor);
            case Entry.Intent intent -> intent.actor().equals(actor);
            case Entry.Refused refused -> refused.actor().equals(actor);
            case Entry.Event event -> event.actor().equals(actor);
            case Entry.Opened _, Entry.Applied _, Entry.Voided _, Entry.Epoch _, Entry.Checkpointed _, Entry.Closed _ ->
                false;
        });
    }

    public TrailFilter kind(EntryKind kind) {
        return and(recorded -> recorded.entry().kind() == kind);
    }

    /// Changes, refusals and events of this action.
    public TrailFilter action(String action) {
        return and(recorded -> switch (recorded.entry()) {
            case Entry.Intent intent -> intent.action().equals(action);
            case Entry.Refused refused -> refused.action().equals(action);
            case Entry.Event event -> event.action().equals(action);
            case Entry.Use _,
                    Entry.Opened _,
                    Entry.Applied _,
                    Entry.Voided _,
                    Entry.Epoch _,
                    Entry.Checkpointed _,
                    Entry.Closed _ -> false;
        });
    }

    /// From the first moment on, and before the second.
    public TrailFilter between(Instant from, Instant until) {
        long first = ChronoUnit.MICROS.between(Instant.EPOCH, from);
        long end = ChronoUnit.MICROS.between(Instant.EPOCH, until);
        return and(recorded -> recorded.wallMicros() >= first && recorded.wallMicros() < end);
    }

    /// What stands before this sequence.
    public TrailFilter before(long sequence) {
        return and(recorded -> recorded.sequence() < sequence);
    }

    public boolean wants(Recorded recorded) {
        return wanted.test(recorded);
    }

    private TrailFilter and(Predicate<Recorded> narrower) {
        return new TrailFilter(wanted.and(narrower));
    }
}
