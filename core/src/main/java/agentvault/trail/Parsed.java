package agentvault.trail;

/// What a [SegmentScanner] found at one place of a segment.
public sealed interface Parsed {

    /// A record, and the hash that it claims for the chain after it.
    record Whole(Recorded recorded, Hash hash) implements Parsed {}

    /// The segment ends here, after a whole record.
    record End() implements Parsed {}

    /// The segment ends within a record, or is zero from here to its end: what a crash leaves behind.
    record Torn(long bytes) implements Parsed {}

    /// These bytes were never written as a record.
    record Damaged() implements Parsed {}
}
