package agentvault.proxy;

import agentvault.wire.Attack;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One line of the table of hostile requests.
///
/// @param outcomes by way in
/// @param unread servers that do not take what is forwarded
/// @param wanted what stands in what is forwarded
record HostileRequest(
        String row, Map<WayIn, Outcome> outcomes, Set<String> unread, String host, String text, String wanted) {

    private static final Pattern LINE =
            Pattern.compile("(\\w+) +([\\w/-]+)([!\\w]*) +(get|post|chunks|path|host|line|raw)(@\\S+)?(?: +(.*))?");

    private static final Outcome NOWHERE = Outcome.of("-");

    /// What becomes of a request.
    ///
    /// @param status what the client is told, or 0 where it cannot be sent
    /// @param closes whether nothing after it is read
    /// @param cut whether a part of it was forwarded
    record Outcome(int status, boolean closes, boolean cut) {

        static Outcome of(String text) {
            if (text.equals("-")) return new Outcome(0, false, false);
            boolean cut = text.endsWith("cut");
            return new Outcome(Integer.parseInt(text.substring(0, 3)), cut || text.endsWith("x"), cut);
        }

        boolean possible() {
            return status != 0;
        }

        boolean forwarded() {
            return status / 100 == 2;
        }
    }

    static Stream<HostileRequest> all() {
        return Stream.concat(
                HostileText.lines("hostile-requests.txt").stream().map(HostileRequest::of),
                Attack.withoutLimits().filter(HostileRequest::namesAPath).map(HostileRequest::of));
    }

    private static HostileRequest of(String line) {
        var parts = LINE.matcher(line);
        if (!parts.matches()) throw new IllegalArgumentException(line);
        var host = parts.group(5) == null ? "api" : parts.group(5).substring(1);
        var texts = (parts.group(6) == null ? "" : parts.group(6)).split(" => ", 2);
        return new HostileRequest(
                parts.group(1),
                outcomes(parts.group(2)),
                Arrays.stream(parts.group(3).split("!", -1))
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toCollection(TreeSet::new)),
                host,
                whole(parts.group(4), host.equals("scoped") ? "/v1/case" : "/case", texts[0]),
                texts.length > 1 ? texts[1] : "");
    }

    private static Map<WayIn, Outcome> outcomes(String text) {
        var each = text.split("/", -1);
        if (each.length == 1) return everywhere(Outcome.of(text));
        var url = Outcome.of(each[0]);
        var tunnel = Outcome.of(each[1]);
        return Map.of(
                WayIn.URL,
                url,
                WayIn.TUNNEL,
                tunnel,
                WayIn.PATH,
                Outcome.of(each[2]),
                WayIn.SOCKET,
                each.length > 3 ? Outcome.of(each[3]) : url,
                WayIn.SOCKET_TUNNEL,
                tunnel);
    }

    private static Map<WayIn, Outcome> everywhere(Outcome outcome) {
        return Arrays.stream(WayIn.values()).collect(Collectors.toMap(way -> way, _ -> outcome));
    }

    private static String whole(String kind, String path, String text) {
        var whom = " HTTP/1.1\\r\\nHost: {host}\\r\\n{auth}";
        return switch (kind) {
            case "get", "post" -> kind.toUpperCase(Locale.ROOT) + " {/}" + path + whom + ended(text);
            case "chunks" -> "POST {/}" + path + whom + "Transfer-Encoding: chunked\\r\\n\\r\\n" + text;
            case "path" -> "GET {/}" + text + whom + "\\r\\n";
            case "host" -> "GET {/}" + path + " HTTP/1.1\\r\\nHost: " + text + "\\r\\n{auth}\\r\\n";
            case "line" -> text + "\\r\\nHost: {host}\\r\\n{auth}\\r\\n";
            default -> text;
        };
    }

    /// A text may go on after the head.
    private static String ended(String text) {
        return text.contains("\\r\\n\\r\\n") ? text : text + "\\r\\n\\r\\n";
    }

    private static boolean namesAPath(Attack attack) {
        return attack.bytes().contains(" /") && attack.bytes().contains("\r\nHost: a\r\n");
    }

    /// What no server of ours takes is no better for being forwarded.
    private static HostileRequest of(Attack attack) {
        boolean framed = attack.bytes().contains("Transfer-Encoding: chunked\r\n\r\n")
                && attack.row().matches("P[56]");
        var outcome = new Outcome(attack.status(), true, framed);
        var text = attack.bytes()
                .replace("\\", "\\\\")
                .replaceFirst(" /", " {/}/")
                .replace("\r\nHost: a\r\n", "\r\nHost: {host}\r\n{auth}");
        return new HostileRequest(attack.row(), everywhere(outcome), Set.of(), "api", text, "");
    }

    Outcome outcome(WayIn way) {
        return outcomes.getOrDefault(way, NOWHERE);
    }

    String bytes(Map<String, String> tokens) {
        return HostileText.bytes(text, tokens);
    }

    @Override
    public String toString() {
        return row + " " + host + " " + (text.length() > 200 ? text.substring(0, 200) + "…" : text);
    }
}
