package agentvault.trail;

/// Takes entries down. Whoever is told [TrailUnavailable] must not do what it wanted to record.
public interface Trail {

    /// Takes an entry down so that it survives the death of the process.
    Position append(Entry entry);

    /// Takes an entry down so that it survives the loss of power.
    Position appendDurably(Entry entry);

    /// Whether taking an ordinary entry down waits for the disk.
    default boolean waits() {
        return false;
    }

    Head head();

    /// Makes everything so far survive the loss of power, signed, and says how far that reaches.
    Head settled();
}
