package agentvault.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads one request head from bytes as they come.
public final class HeadReader {

    /// What stands in a request line besides the method and the target: two spaces and the version.
    private static final int AROUND_TARGET = " HTTP/1.1 ".length();

    private final HeadLimits limits;
    private final boolean secure;
    private final LineScanner lines;
    private final Fields fields;
    private @Nullable RequestLine line;

    /// @param secure whether the connection is encrypted, which tells the port that a Host without one means
    public HeadReader(HeadLimits limits, boolean secure) {
        this.limits = limits;
        this.secure = secure;
        this.lines = new LineScanner(limits.bytes(), limits.method() + limits.target() + AROUND_TARGET);
        this.fields = new Fields(limits.fields());
    }

    /// Whether a byte was taken in.
    public boolean begun() {
        return !lines.empty();
    }

    /// Takes in bytes up to the end of the head. After anything but [HeadProgress.More] this reader has ended.
    public HeadProgress read(ByteBuffer in) {
        while (in.hasRemaining()) {
            lines.fill(in);
            for (int end = lines.next(); end != LineScanner.NO_LINE; end = lines.next()) {
                if (line != null && end == lines.lineStart()) return whole(line, in);
                var refusal = take(lines.lineStart(), end);
                if (refusal != null) return new HeadProgress.Refused(refusal);
            }
            var refusal = lines.refusal();
            if (refusal != null) return new HeadProgress.Refused(refusal);
        }
        return new HeadProgress.More();
    }

    private @Nullable Refusal take(int start, int end) {
        if (line != null) return fields.add(lines.bytes(), start, end);
        return switch (RequestLine.parse(lines.bytes(), start, end, limits)) {
            case RequestLine.Result.Valid(var parsed) -> {
                line = parsed;
                yield null;
            }
            case RequestLine.Result.Invalid(var refusal) -> refusal;
        };
    }

    private HeadProgress whole(RequestLine parsed, ByteBuffer in) {
        in.position(in.position() - lines.beyond());
        return new HeadRules(parsed, fields.over(lines.bytes()), secure).judge();
    }
}
