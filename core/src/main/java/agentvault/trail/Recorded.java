package agentvault.trail;

/// An entry in its place: its sequence in the chain, the wall clock's time, and the monotonic clock's, which shows when
/// somebody turned the wall clock.
public record Recorded(long sequence, long wallMicros, long monotonicNanos, Entry entry) {

    public Recorded {
        Bounds.count(sequence);
    }
}
