package agentvault.fuzz;

import agentvault.http.RequestHead;
import agentvault.vault.Placeholder.Surface;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Exchanges placeholders as simply as possible: one text after the other, from its front, the longest first.
record SlowExchange(RequestHead head, Map<String, String> values) {

    /// A placeholder's credential, and where it may stand: nowhere if it is another destination's.
    record Meaning(String key, Set<Surface> surfaces) {}

    static final Map<String, Meaning> PLACES = Map.of(
            "__a__", new Meaning("A", EnumSet.of(Surface.PATH, Surface.QUERY, Surface.HEADER)),
            "__b__", new Meaning("B", EnumSet.of(Surface.HEADER)),
            "__a__b", new Meaning("LONG", EnumSet.of(Surface.QUERY)),
            "__c__", new Meaning("", Set.of()));

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    /// Says that nothing goes out.
    private static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    /// The head that goes out, if one does.
    Optional<String> written() {
        try {
            var path = exchanged(head.line().path(), Surface.PATH);
            if (!path.equals(head.line().path())) refuseDots(path);
            var query = exchanged(head.line().query(), Surface.QUERY);
            var out = new StringBuilder("GET " + path + (query.isEmpty() ? "" : "?" + query) + " HTTP/1.1\r\n");
            out.append("Host: api.example.com\r\n");
            for (int i = 1; i < head.fields().size(); i++)
                out.append("X: ")
                        .append(exchanged(head.fields().value(i), Surface.HEADER))
                        .append("\r\n");
            return Optional.of(out + "\r\n");
        } catch (Refused e) {
            return Optional.empty();
        }
    }

    private String exchanged(String text, Surface surface) {
        var out = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            var found = longestAt(text, at);
            if (found.isEmpty()) {
                out.append(text.charAt(at++));
                continue;
            }
            var meaning = PLACES.getOrDefault(found.get(), new Meaning("", Set.of()));
            if (!meaning.surfaces().contains(surface)) throw new Refused();
            out.append(placed(values.getOrDefault(meaning.key(), ""), surface));
            at += found.get().length();
        }
        return out.toString();
    }

    private static Optional<String> longestAt(String text, int at) {
        return PLACES.keySet().stream()
                .filter(placeholder -> text.startsWith(placeholder, at))
                .max(Comparator.comparingInt(String::length));
    }

    private static String placed(String value, Surface surface) {
        if (surface == Surface.HEADER) {
            if (!value.matches("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?")) throw new Refused();
            return value;
        }
        var out = new StringBuilder();
        for (byte b : value.getBytes(StandardCharsets.UTF_8))
            out.append(UNRESERVED.indexOf(b) >= 0 ? String.valueOf((char) b) : "%%%02X".formatted(b));
        return out.toString();
    }

    private static void refuseDots(String path) {
        boolean dots = Arrays.stream(path.split("/", -1))
                .map(segment -> segment.replaceAll("(?i)%2e", "."))
                .anyMatch(segment -> segment.equals(".") || segment.equals(".."));
        if (dots) throw new Refused();
    }
}
