package agentvault.fuzz;

import agentvault.http.Asked;
import agentvault.http.Framing;
import agentvault.http.HeadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the heads of a response as simply as possible: the whole text, line by line, one expression for each rule.
final class SlowResponseHead {

    private static final int MOST_INTERIM = 8;
    private static final Pattern STATUS_LINE =
            Pattern.compile("HTTP/1\\.([01]) ([1-9][0-9]{2})(?: ([\\t\\x20-\\x7e\\x80-\\xff]*))?");

    private final int status;
    private final String reason;
    private final boolean older;
    private final Asked asked;
    private final List<SlowHead.Field> fields = new ArrayList<>();

    private SlowResponseHead(Matcher line, Asked asked) {
        this.older = line.group(1).equals("0");
        this.status = Integer.parseInt(line.group(2));
        this.reason = line.group(3) == null ? "" : line.group(3);
        this.asked = asked;
    }

    static Optional<String> read(String text, Asked asked, HeadLimits limits) {
        var said = new StringBuilder();
        int start = 0;
        for (int heads = 0; heads <= MOST_INTERIM; heads++) {
            int end = text.indexOf("\r\n\r\n", start);
            if (end < 0 || end + 4 - start > limits.bytes()) return Optional.empty();
            var head = head(List.of(text.substring(start, end).split("\r\n", -1)), asked, limits);
            var described = head.flatMap(SlowResponseHead::described);
            if (described.isEmpty()) return Optional.empty();
            said.append(described.get());
            start = end + 4;
            boolean last = head.get().status >= 200 || head.get().status == 101;
            if (last) return Optional.of(said + "left " + (text.length() - start));
        }
        return Optional.empty();
    }

    private static Optional<SlowResponseHead> head(List<String> lines, Asked asked, HeadLimits limits) {
        var line = STATUS_LINE.matcher(lines.getFirst());
        if (!line.matches() || lines.size() - 1 > limits.fields()) return Optional.empty();
        var head = new SlowResponseHead(line, asked);
        for (var rest : lines.subList(1, lines.size())) {
            var field = SlowHead.FIELD.matcher(rest);
            if (!field.matches()) return Optional.empty();
            head.fields.add(new SlowHead.Field(field.group(1), field.group(2)));
        }
        return Optional.of(head);
    }

    private Optional<String> described() {
        if (!SlowHead.connects(fields) || (status == 101 && asked != Asked.UPGRADE)) return Optional.empty();
        var told = SlowHead.framing(fields, older, new Framing.UntilClose());
        boolean tunnel = asked == Asked.CONNECT && status >= 200 && status < 300;
        boolean none = status < 200 || status == 204 || tunnel;
        boolean body = told.filter(framing -> framing instanceof Framing.Length || framing instanceof Framing.Chunked)
                .isPresent();
        if (told.isEmpty() || (none && body)) return Optional.empty();
        boolean silent = none || status == 304 || asked == Asked.HEAD;
        var framing = silent ? new Framing.None() : told.get();
        boolean closes = SlowHead.all(fields, "connection").stream()
                .anyMatch(value -> SlowHead.CLOSE.matcher(value).matches());
        boolean keeps = !older && !closes && !tunnel && status != 101 && !(framing instanceof Framing.UntilClose);
        var text = new StringBuilder();
        for (var field : fields)
            text.append(field.name()).append('=').append(field.value()).append('\n');
        return Optional.of(described(status, reason, framing, keeps, text.toString()));
    }

    static String described(int status, String reason, Framing framing, boolean keepsAlive, String fields) {
        return status + " " + reason + " " + framing + " " + keepsAlive + "\n" + fields;
    }
}
