package agentvault.http;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the heads of the response to one request from bytes as they come: a few interim ones, and the final one.
public final class ResponseReader {

    static final int MOST_INTERIM = 8;

    private final HeadLimits limits;
    private final Asked asked;
    private LineScanner lines;
    private Fields fields;
    private @Nullable StatusLine line;
    private int interim;

    public ResponseReader(HeadLimits limits, Asked asked) {
        this.limits = limits;
        this.asked = asked;
        this.lines = new LineScanner(limits.bytes(), limits.bytes());
        this.fields = new Fields(limits.fields());
    }

    /// Whether a byte was taken in.
    public boolean begun() {
        return interim > 0 || !lines.empty();
    }

    /// Takes in bytes up to the end of a head. After the final head or a refusal this reader has ended.
    public ResponseProgress read(ByteBuffer in) {
        while (in.hasRemaining()) {
            lines.fill(in);
            for (int end = lines.next(); end != LineScanner.NO_LINE; end = lines.next()) {
                if (line != null && end == lines.lineStart()) return whole(line, in);
                var refusal = take(lines.lineStart(), end);
                if (refusal != null) return new ResponseProgress.Refused(refusal);
            }
            var refusal = lines.refusal();
            if (refusal != null) return new ResponseProgress.Refused(refusal);
        }
        return new ResponseProgress.More();
    }

    private @Nullable Refusal take(int start, int end) {
        if (line != null) return fields.add(lines.bytes(), start, end);
        return switch (StatusLine.parse(lines.bytes(), start, end)) {
            case StatusLine.Result.Valid(var parsed) -> {
                line = parsed;
                yield null;
            }
            case StatusLine.Result.Invalid(var refusal) -> refusal;
        };
    }

    private ResponseProgress whole(StatusLine parsed, ByteBuffer in) {
        in.position(in.position() - lines.beyond());
        var judged = new ResponseRules(parsed, fields.over(lines.bytes()), asked).judge();
        if (!(judged instanceof ResponseProgress.Interim)) return judged;
        if (++interim > MOST_INTERIM) return new ResponseProgress.Refused(Refusal.TOO_MANY_INTERIM);
        lines = new LineScanner(limits.bytes(), limits.bytes());
        fields = new Fields(limits.fields());
        line = null;
        return judged;
    }
}
