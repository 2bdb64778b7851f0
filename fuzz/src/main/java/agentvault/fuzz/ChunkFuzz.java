package agentvault.fuzz;

import agentvault.http.BodyFramer;
import agentvault.http.Framing;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/// Bodies in chunks, against a slow reader that looks at the whole text with regular expressions.
public final class ChunkFuzz {

    /// Below the limits that grow with the body.
    static final int MOST = 4 * 1024;

    private static final String VALUE = "[\\t\\x20-\\x7e\\x80-\\xff]";
    private static final Pattern SIZE = Pattern.compile("([0-9A-Fa-f]{1,15})(;" + VALUE + "{0,256})?\r\n");
    private static final Pattern TRAILERS = Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]+:" + VALUE + "*\r\n)*\r\n");

    private ChunkFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length > MOST) return;
        var draw = new Draw(input);
        int piece = 1 + draw.below(64);
        check(draw.rest(), piece);
    }

    static void check(byte[] bytes, int piece) {
        var expected = expected(new String(bytes, StandardCharsets.ISO_8859_1));
        Invariant.same(read(bytes, piece), expected, "chunks are read as their text says");
        Invariant.same(read(bytes, bytes.length + 1), expected, "pieces do not matter");
    }

    private static Optional<String> expected(String text) {
        var body = new StringBuilder();
        var size = SIZE.matcher(text);
        int at = 0;
        while (size.region(at, text.length()).lookingAt()) {
            long length = Long.parseLong(size.group(1), 16);
            if (length == 0) return ended(body, text, size.end());
            long end = size.end() + length;
            if (end + 2 > text.length() || !text.startsWith("\r\n", (int) end)) return Optional.empty();
            body.append(text, size.end(), (int) end);
            at = (int) end + 2;
        }
        return Optional.empty();
    }

    private static Optional<String> ended(StringBuilder body, String text, int at) {
        var trailers = TRAILERS.matcher(text).region(at, text.length());
        return trailers.lookingAt() ? Optional.of(body + " and " + (text.length() - trailers.end())) : Optional.empty();
    }

    /// The body and how many bytes follow it, or nothing if it is refused or does not end.
    private static Optional<String> read(byte[] bytes, int piece) {
        var framer = BodyFramer.of(new Framing.Chunked());
        var body = new StringBuilder();
        int at = 0;
        while (at < bytes.length && !framer.ended() && framer.refusal().isEmpty()) {
            var in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            byte[] taken = new byte[framer.next(in)];
            in.get(taken);
            body.append(new String(taken, StandardCharsets.ISO_8859_1));
            at = in.position();
        }
        return framer.ended() ? Optional.of(body + " and " + (bytes.length - at)) : Optional.empty();
    }
}
