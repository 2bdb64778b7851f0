package agentvault.trail;

/// One thing wrong with a chain: in which segment, at which byte, at which sequence, and what.
public record Finding(String segment, long offset, long sequence, Fault fault, String detail) {

    /// What can be wrong.
    public enum Fault {
        HEADER_UNREADABLE,
        SEGMENT_OUT_OF_PLACE,
        RECORD_DAMAGED,
        RECORD_OUT_OF_PLACE,
        CHAIN_BROKEN,
        RECORD_UNFINISHED,
        CHECKPOINT_INVALID,
        CHECKPOINT_MISSING,
        TRUNCATED,
        REWRITTEN
    }

    @Override
    public String toString() {
        return "%s at byte %d, record %d: %s (%s)".formatted(segment, offset, sequence, fault, detail);
    }
}
