package agentvault.inject;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Takes the client's own copies of a query parameter out of a query, however they are spelled.
final class OwnParameter {

    private OwnParameter() {}

    /// The query without the parameter; the same text if it was not there.
    static String without(String query, String parameter) {
        if (query.isEmpty()) return query;
        var kept = new StringBuilder(query.length());
        int at = 0;
        while (at <= query.length()) {
            int end = at;
            while (end < query.length() && !separates(query.charAt(end))) end++;
            var piece = query.substring(at, end);
            if (!names(piece, parameter)) {
                if (!kept.isEmpty()) kept.append(query.charAt(at - 1));
                kept.append(piece);
            }
            at = end + 1;
        }
        return kept.toString();
    }

    /// Some servers take semicolons for ampersands.
    private static boolean separates(char c) {
        return c == '&' || c == ';';
    }

    /// Some servers read `name[]` and `name[x]` as more of the same, end a name at a zero byte, take marks in it for
    /// one
    /// another or leave them out, and do not look at case.
    private static boolean names(String piece, String parameter) {
        int equals = piece.indexOf('=');
        var name = decoded(equals < 0 ? piece : piece.substring(0, equals));
        int from = 0;
        while (from < name.length() && !Character.isLetterOrDigit(name.charAt(from))) from++;
        int to = from;
        while (to < name.length() && name.charAt(to) != '[' && name.charAt(to) != '\0') to++;
        return bare(name.substring(from, to)).equals(bare(parameter));
    }

    private static String bare(String name) {
        var bare = new StringBuilder(name.length());
        name.toLowerCase(Locale.ROOT).chars().filter(Character::isLetterOrDigit).forEach(bare::appendCodePoint);
        return bare.toString();
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return name; // a percent sign that encodes nothing
        }
    }
}
