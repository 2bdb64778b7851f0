package agentvault.trail;

/// What is known about a copied segment without opening it: up to which head the copy reaches, whether the segment is
/// closed, and the newest checkpoint's note at that time.
public record SegmentCopy(SegmentKey key, Head head, boolean closed, String checkpoint) {}
