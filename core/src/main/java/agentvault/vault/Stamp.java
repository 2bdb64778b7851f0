package agentvault.vault;

import agentvault.crypto.Canonical;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// When an object was made, and its place in the order of all objects: order never comes from ids.
///
/// @param at in whole microseconds, as the faces show it
/// @param sequence breaks ties of time
public record Stamp(Instant at, long sequence) implements Comparable<Stamp> {

    public Stamp {
        at = at.truncatedTo(ChronoUnit.MICROS);
    }

    public void writeTo(Canonical canonical) {
        canonical.number(micros(at)).number(sequence);
    }

    public static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    @Override
    public int compareTo(Stamp other) {
        int byTime = at.compareTo(other.at);
        return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
    }
}
