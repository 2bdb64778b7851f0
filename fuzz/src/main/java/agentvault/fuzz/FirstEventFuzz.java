package agentvault.fuzz;

import agentvault.stream.FirstEvent;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// Event streams of MCP servers, against a slow reader that looks at the whole text with regular expressions. A comment
/// before what is left of the input may bring it to the end of what is looked at.
public final class FirstEventFuzz {

    private static final Pattern LINE = Pattern.compile("([^\r\n]*)(\r\n|\r|\n)");
    private static final Pattern FIELD = Pattern.compile("([^:]*)(?:: ?(.*))?", Pattern.DOTALL);

    private FirstEventFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        var draw = new Draw(input);
        int piece = 1 + draw.below(64);
        int room = draw.below(256);
        byte[] bytes = draw.flag() ? behindComment(draw.rest(), room) : draw.rest();
        var expected = expected(bytes);
        Invariant.same(read(bytes, piece), expected, "the first event is what the text says");
        Invariant.same(read(bytes, bytes.length + 1), expected, "pieces do not matter");
    }

    /// @param room how much of the bytes is within what is looked at
    private static byte[] behindComment(byte[] bytes, int room) {
        byte[] all = new byte[FirstEvent.MOST - room + bytes.length];
        Arrays.fill(all, (byte) ':');
        all[FirstEvent.MOST - room - 1] = '\n';
        System.arraycopy(bytes, 0, all, FirstEvent.MOST - room, bytes.length);
        return all;
    }

    /// What was told, and whether there was more to be read.
    private record Heard(Optional<String> told, boolean over) {}

    private static Heard expected(byte[] bytes) {
        int most = Math.min(bytes.length, FirstEvent.MOST);
        var line = LINE.matcher(new String(bytes, 0, most, StandardCharsets.ISO_8859_1));
        var type = "";
        var data = new StringBuilder();
        while (line.lookingAt()) {
            var field = FIELD.matcher(line.group(1));
            if (line.group(1).isEmpty() && !data.isEmpty()) {
                boolean endpoint = type.equals("endpoint");
                return new Heard(endpoint ? Optional.of(data.substring(1)) : Optional.empty(), true);
            }
            if (line.group(1).isEmpty()) type = "";
            if (field.matches()) {
                var value = Optional.ofNullable(field.group(2)).orElse("");
                if (field.group(1).equals("event")) type = value;
                if (field.group(1).equals("data")) data.append('\n').append(value);
            }
            line.region(line.end(), most);
        }
        return new Heard(Optional.empty(), bytes.length >= FirstEvent.MOST);
    }

    private static Heard read(byte[] bytes, int piece) {
        var event = new FirstEvent();
        var told = Optional.<String>empty();
        for (int at = 0; at < bytes.length; at += piece) {
            boolean over = event.over();
            var next = Unpooled.wrappedBuffer(bytes, at, Math.min(piece, bytes.length - at));
            int length = next.readableBytes();
            var heard = event.read(next);
            Invariant.holds(next.readableBytes() == length, "a piece stays as it is", at);
            Invariant.holds(heard.isEmpty() || (!over && told.isEmpty()), "it is told once", at);
            if (heard.isPresent()) told = heard;
        }
        return new Heard(told, event.over());
    }
}
