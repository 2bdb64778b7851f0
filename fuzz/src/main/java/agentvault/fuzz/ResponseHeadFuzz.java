package agentvault.fuzz;

import agentvault.http.Asked;
import agentvault.http.HeadLimits;
import agentvault.http.ResponseHead;
import agentvault.http.ResponseProgress;
import agentvault.http.ResponseReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Response heads, against a slow reader that looks at the whole text with regular expressions.
public final class ResponseHeadFuzz {

    private static final HeadLimits LIMITS = new HeadLimits(1, 1, 400, 8);
    private static final List<Asked> ASKED = List.of(Asked.values());

    private ResponseHeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var draw = new Draw(input);
        int piece = 1 + draw.below(64);
        var asked = draw.of(ASKED);
        byte[] bytes = draw.rest();
        Invariant.same(
                read(bytes, asked, piece),
                SlowResponseHead.read(new String(bytes, StandardCharsets.ISO_8859_1), asked, LIMITS),
                "a response's heads are read as their text says");
        Invariant.same(read(bytes, asked, piece), read(bytes, asked, bytes.length + 1), "pieces do not matter");
    }

    /// What the heads say and how many bytes follow them, or nothing if they are refused or not whole.
    private static Optional<String> read(byte[] bytes, Asked asked, int piece) {
        var reader = new ResponseReader(LIMITS, asked);
        var text = new StringBuilder();
        int at = 0;
        while (at < bytes.length) {
            var in = ByteBuffer.wrap(bytes, at, Math.min(piece, bytes.length - at));
            switch (reader.read(in)) {
                case ResponseProgress.More() -> Invariant.holds(!in.hasRemaining(), "all was taken in", at);
                case ResponseProgress.Interim(var head) -> text.append(described(head));
                case ResponseProgress.Refused _ -> {
                    return Optional.empty();
                }
                case ResponseProgress.Whole(var head) -> {
                    text.append(described(head));
                    return Optional.of(text + "left " + (bytes.length - in.position()));
                }
            }
            at = in.position();
        }
        return Optional.empty();
    }

    private static String described(ResponseHead head) {
        var text = new StringBuilder();
        for (int i = 0; i < head.fields().size(); i++)
            text.append(head.fields().name(i))
                    .append('=')
                    .append(head.fields().value(i))
                    .append('\n');
        return SlowResponseHead.described(
                head.status(), head.line().reason(), head.framing(), head.keepsAlive(), text.toString());
    }
}
