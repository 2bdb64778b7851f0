package agentvault.trail;

import agentvault.trail.Finding.Fault;
import java.util.List;

/// Judges a chain by its segments, in one pass. It finds every change that does not come with a valid checkpoint of the
/// server's key; what was cut off at the end shows only against a [Witness].
public final class TrailVerification {

    private TrailVerification() {}

    /// Judges all segments of a chain, in order. The sources are closed.
    public static Verdict whole(List<ByteSource> segments, TrailVerifier verifier, List<Witness> witnesses) {
        return judge(new ChainWalk(verifier, witnesses, ChainWalk.Reach.WHOLE), segments);
    }

    /// Judges the last segments of a chain, taking a first header that is not the chain's first at its word. Of the
    /// checkpoints only the last is read, which covers all that was read before it: a start takes no longer for
    /// many of them.
    public static Verdict tail(List<ByteSource> segments, TrailVerifier verifier, List<Witness> witnesses) {
        return judge(new ChainWalk(verifier, witnesses, ChainWalk.Reach.TAIL), segments);
    }

    private static Verdict judge(ChainWalk walk, List<ByteSource> segments) {
        for (int i = 0; i < segments.size(); i++) {
            try (var segment = segments.get(i)) {
                read(walk, new SegmentScanner(segment), i == segments.size() - 1);
            }
        }
        return walk.verdict();
    }

    /// Reads one segment up to its first fault: what stands behind a fault in the same segment proves nothing.
    private static void read(ChainWalk walk, SegmentScanner scanner, boolean last) {
        var header = scanner.header();
        if (header.isEmpty()) {
            walk.broken(scanner, Fault.HEADER_UNREADABLE, "the segment's header is damaged or cut");
            return;
        }
        walk.enters(scanner, header.get());
        while (true) {
            switch (scanner.next()) {
                case Parsed.Whole(var recorded, var hash) -> {
                    if (!walk.accepts(scanner, recorded, hash)) return;
                }
                case Parsed.End() -> {
                    return;
                }
                case Parsed.Damaged() -> {
                    walk.broken(scanner, Fault.RECORD_DAMAGED, "these bytes are not what was written");
                    return;
                }
                case Parsed.Torn(var bytes) -> {
                    walk.torn(scanner, bytes, last);
                    return;
                }
            }
        }
    }
}
