package agentvault.proxy;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// One line of the table of hostile responses.
///
/// @param outcome what the client reads: a status and a body, or `cut`
/// @param open whether the server leaves the connection open
record HostileResponse(String row, String outcome, String method, boolean open, String bytes) {

    private static final Pattern LINE = Pattern.compile("(\\w+) +(\\S+) +(get|head)(\\+?)(?: +(.*))?");
    private static final String INTERIM = "HTTP/1.1 103 Early Hints\r\n\r\n";

    static List<HostileResponse> all() {
        return HostileText.lines("hostile-responses.txt").stream()
                .map(HostileResponse::of)
                .toList();
    }

    private static HostileResponse of(String line) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) throw new IllegalArgumentException(line);
        var outcome = parts.group(2);
        var text = parts.group(5) == null ? "" : HostileText.bytes(parts.group(5), Map.of());
        return new HostileResponse(
                parts.group(1),
                outcome.contains("=") || outcome.equals("cut") ? outcome : outcome + "=",
                parts.group(3).equals("head") ? "HEAD" : "GET",
                !parts.group(4).isEmpty(),
                text.replace("!", INTERIM));
    }

    @Override
    public String toString() {
        return row + " " + method + " " + bytes.substring(0, Math.min(200, bytes.length()));
    }
}
