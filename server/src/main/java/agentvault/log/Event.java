package agentvault.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Something that happened: a name that stays the same over versions, and facts about it.
public record Event(Level level, String name, List<Fact> facts) {

    /// @param value a String, a Long, a Double or a Boolean
    public record Fact(String name, Object value) {}

    /// An event and when it was.
    record At(Instant time, Event event) {}

    public Event {
        facts = List.copyOf(facts);
    }

    public static Event of(Level level, String name) {
        return new Event(level, name, List.of());
    }

    public Event with(String fact, String value) {
        return plus(new Fact(fact, value));
    }

    public Event with(String fact, long value) {
        return plus(new Fact(fact, value));
    }

    public Event with(String fact, double value) {
        return plus(new Fact(fact, value));
    }

    /// With what failed: its kind, and the places in our own code that it came through. Its message may repeat what
    /// nobody should read, so it is left out.
    public Event with(Throwable failure) {
        var named = with("exception", failure.getClass().getName());
        var cause = failure.getCause();
        if (cause != null) named = named.with("cause", cause.getClass().getName());
        var places = new ArrayList<String>();
        for (var frame : failure.getStackTrace()) {
            if (frame.getClassName().startsWith("agentvault.") && places.size() < 3)
                places.add(frame.getFileName() + ":" + frame.getLineNumber());
        }
        return places.isEmpty() ? named : named.with("at", String.join(" ", places));
    }

    private Event plus(Fact fact) {
        var all = new ArrayList<>(facts);
        all.add(fact);
        return new Event(level, name, all);
    }
}
