package agentvault.http;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Gathers the bytes of a head and finds its lines. What it says depends on the bytes alone: each rule is checked at
/// the byte that breaks it.
final class LineScanner {

    static final int NO_LINE = -1;

    /// Room for the rest of a head that comes in pieces.
    private static final int LEAST = 256;

    private final int limit;
    private final int firstLimit;
    private byte[] bytes = new byte[0];
    private int filled;
    private int scanned;
    private int lineStart;
    private int nextStart;
    private boolean first = true;
    private @Nullable Refusal refusal;

    LineScanner(int limit, int firstLimit) {
        this.limit = limit;
        this.firstLimit = firstLimit;
    }

    boolean empty() {
        return filled == 0;
    }

    /// Copies the next few bytes.
    void fill(ByteBuffer in) {
        if (filled == limit) {
            refusal = Refusal.HEAD_TOO_LARGE;
            return;
        }
        if (filled == bytes.length) grow(in.remaining());
        int count = Math.min(in.remaining(), Math.min(bytes.length, limit) - filled);
        in.get(bytes, filled, count);
        filled += count;
    }

    /// There is no room before the first byte: most connections wait for a head most of the time.
    private void grow(int more) {
        int room = filled == 0 ? Math.clamp(more, LEAST, 4 * LEAST) : filled * 4;
        bytes = Arrays.copyOf(bytes, Math.min(limit, room));
    }

    /// Finds the end of the next line, and steps over it; [#NO_LINE] when the bytes end before, or are refused.
    int next() {
        if (refusal != null) return NO_LINE;
        int bound = first ? Math.min(limit, firstLimit + 1) : limit;
        int at = scanned;
        int until = Math.min(filled, bound);
        while (at < until && isPlain(bytes[at])) at++;
        scanned = at;
        if (at == until) {
            if (at == bound) refusal = bound == limit ? Refusal.HEAD_TOO_LARGE : Refusal.TARGET_TOO_LONG;
            return NO_LINE;
        }
        return lineEnd(at);
    }

    private int lineEnd(int at) {
        if (bytes[at] != '\r') {
            refusal = bytes[at] == '\n' ? Refusal.BARE_LINE_FEED : Refusal.CONTROL_CHARACTER;
            return NO_LINE;
        }
        if (at + 1 == filled) return NO_LINE;
        if (bytes[at + 1] != '\n') {
            refusal = Refusal.BARE_CARRIAGE_RETURN;
            return NO_LINE;
        }
        scanned = at + 2;
        first = false;
        lineStart = nextStart;
        nextStart = scanned;
        return at;
    }

    /// Where the line begins whose end was found last.
    int lineStart() {
        return lineStart;
    }

    /// What stops the reading for good.
    @Nullable
    Refusal refusal() {
        return refusal;
    }

    /// How many bytes were copied that lie after the last line.
    int beyond() {
        return filled - scanned;
    }

    byte[] bytes() {
        return bytes;
    }

    private static boolean isPlain(byte b) {
        return b >= ' ' ? b != 0x7f : b < 0 || b == '\t';
    }
}
