package agentvault.inject;

import io.netty.buffer.ByteBuf;

/// Looks once more at a path that values were put into: none of them may make a segment that leads elsewhere.
final class DotSegments {

    private static final int ENCODED_DOT = 3;

    private DotSegments() {}

    /// Throws [Unplaceable] if a segment of the path that begins there means this or the one above.
    static void refuse(ByteBuf path, int start) {
        int at = start;
        while (at < path.writerIndex()) {
            int end = at;
            while (end < path.writerIndex() && path.getByte(end) != '/') end++;
            if (isDots(path, at, end)) throw new Unplaceable("a value that makes a dot segment");
            at = end + 1;
        }
    }

    private static boolean isDots(ByteBuf path, int from, int to) {
        int dots = 0;
        for (int at = from; at < to; dots++) {
            if (path.getByte(at) == '.') at++;
            else if (isEncodedDot(path, at, to)) at += ENCODED_DOT;
            else return false;
        }
        return dots == 1 || dots == 2;
    }

    private static boolean isEncodedDot(ByteBuf path, int at, int to) {
        return to - at >= ENCODED_DOT
                && path.getByte(at) == '%'
                && path.getByte(at + 1) == '2'
                && (path.getByte(at + 2) | 0x20) == 'e';
    }
}
