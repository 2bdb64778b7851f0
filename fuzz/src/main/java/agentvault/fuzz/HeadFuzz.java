package agentvault.fuzz;

import agentvault.http.HeadLimits;
import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import agentvault.http.RequestHead;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Request heads, against a slow reader that looks at the whole text with regular expressions.
public final class HeadFuzz {

    private static final HeadLimits LIMITS = new HeadLimits(16, 100, 400, 8);

    private HeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var draw = new Draw(input);
        int piece = 1 + draw.below(64);
        byte[] bytes = draw.rest();
        Invariant.same(
                read(bytes, piece),
                SlowHead.read(new String(bytes, StandardCharsets.ISO_8859_1), LIMITS),
                "a head is read as its text says");
        Invariant.same(read(bytes, piece), read(bytes, bytes.length + 1), "pieces do not matter");
    }

    /// What a head says and how many bytes follow it, or nothing if it is refused or not whole.
    private static Optional<String> read(byte[] bytes, int piece) {
        var reader = new HeadReader(LIMITS, false);
        for (int at = 0; at < bytes.length; at += piece) {
            var in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            switch (reader.read(in)) {
                case HeadProgress.More() -> Invariant.holds(!in.hasRemaining(), "all was taken in", at);
                case HeadProgress.Refused _ -> {
                    return Optional.empty();
                }
                case HeadProgress.Whole(var head) -> {
                    return Optional.of(described(head, bytes.length - in.position()));
                }
            }
        }
        return Optional.empty();
    }

    private static String described(RequestHead head, int left) {
        var text = new StringBuilder();
        for (int i = 0; i < head.fields().size(); i++)
            text.append(head.fields().name(i))
                    .append('=')
                    .append(head.fields().value(i))
                    .append('\n');
        return SlowHead.described(
                head.method(), head.line().target(), head.authority(), head.framing(), text.toString(), left);
    }
}
