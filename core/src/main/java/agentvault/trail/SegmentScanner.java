package agentvault.trail;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Walks through the records of one segment in one pass, with a buffer of fixed size. It never throws for what the
/// bytes
/// are. For one thread.
public final class SegmentScanner {

    private static final int ROOM = 2 * TrailFormat.LARGEST;

    private final ByteSource source;
    private final Chain chain = new Chain();
    private final byte[] room = new byte[ROOM];
    private final ByteBuffer window = ByteBuffer.wrap(room).limit(0);
    private boolean drained;
    private long offset;
    private int current;

    public SegmentScanner(ByteSource source) {
        this.source = source;
    }

    public String name() {
        return source.name();
    }

    /// Where in the segment the last thing found begins.
    public long offset() {
        return offset;
    }

    /// Reads the header; to be called once, before [#next].
    public Optional<SegmentHeader> header() {
        if (!holds(SegmentHeader.BYTES)) return Optional.empty();
        current = SegmentHeader.BYTES;
        return SegmentHeader.read(Arrays.copyOf(room, SegmentHeader.BYTES));
    }

    public Parsed next() {
        window.position(window.position() + current);
        offset += current;
        current = 0;
        if (!holds(1)) return new Parsed.End();
        if (!holds(2 * Integer.BYTES)) return new Parsed.Torn(window.remaining());
        var size = TrailFormat.size(window);
        if (size.isEmpty()) return zeros();
        if (!holds(size.get())) return new Parsed.Torn(window.remaining());
        current = size.get();
        return TrailFormat.read(window, current)
                .<Parsed>map(recorded -> new Parsed.Whole(recorded, TrailFormat.hash(window, current)))
                .orElseGet(Parsed.Damaged::new);
    }

    /// The hash that the record last found should have, after the one given.
    public Hash chained(Hash previous) {
        int body = window.position() + TrailFormat.FRAME;
        return chain.next(previous, room, body, current - TrailFormat.FRAME - Hash.BYTES);
    }

    private Parsed zeros() {
        long zeros = 0;
        while (holds(1)) {
            while (window.hasRemaining()) {
                if (window.get() != 0) return new Parsed.Damaged();
                zeros++;
            }
        }
        return new Parsed.Torn(zeros);
    }

    /// Whether the window has that many bytes, after filling it if it has not.
    private boolean holds(int bytes) {
        if (window.remaining() >= bytes) return true;
        if (drained) return false;
        window.compact();
        while (window.hasRemaining() && !drained) {
            int taken = source.read(room, window.position(), window.remaining());
            drained = taken == 0;
            window.position(window.position() + taken);
        }
        window.flip();
        return window.remaining() >= bytes;
    }
}
