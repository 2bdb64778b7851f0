package agentvault.trail;

import agentvault.id.Id;

/// Which segment of which chain.
public record SegmentKey(Id installation, Id instance, long number) {

    public SegmentKey {
        if (Bounds.count(number) < 1) throw new IllegalArgumentException("segments are counted from 1");
    }
}
