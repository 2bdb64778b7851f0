package agentvault.fuzz;

import agentvault.address.CanonicalPath;
import agentvault.address.PathPattern;
import agentvault.address.PathPatternResult;
import agentvault.address.PathResult;
import java.util.Arrays;
import java.util.List;

/// Paths as clients send them, and path patterns as people write them. The text up to the first line end is both; a
/// second line is a path to ask the pattern about.
public final class PathFuzz {

    private PathFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String text = Draw.text(input);
        int end = text.indexOf('\n');
        String first = end < 0 ? text : text.substring(0, end);
        String second = end < 0 ? text : text.substring(end + 1);
        if (CanonicalPath.parse(text) instanceof PathResult.Plain(var path)) path(text, path);
        if (CanonicalPath.parse(first) instanceof PathResult.Plain(var path)) path(first, path);
        if (!(PathPattern.parse(first) instanceof PathPatternResult.Valid(var pattern))) return;
        pattern(pattern);
        if (CanonicalPath.parse(second) instanceof PathResult.Plain(var path)) asked(pattern, path);
    }

    private static void path(String sent, CanonicalPath path) {
        Invariant.same(new CanonicalPath(path.text()), path, "a path reads back as itself");
        Invariant.same(
                CanonicalPath.parse(path.text()), new PathResult.Plain(path), "a canonical path is not ambiguous");
        Invariant.same(decoded(path.text()), decoded(sent), "a canonical path means what was sent");
        String twice = decoded(decoded(sent).replaceAll("%(?![0-9a-fA-F]{2})", "%25"));
        for (var hidden : List.of("//", "\\", ";", "\0")) {
            Invariant.holds(!twice.contains(hidden), "no path hides " + hidden, sent);
        }
        Invariant.holds(
                Arrays.stream(twice.split("/", -1)).noneMatch(segment -> segment.equals(".") || segment.equals("..")),
                "no path hides a dot segment",
                sent);
        Invariant.holds(slashes(twice) == slashes(sent), "no path hides a slash", sent);
        Invariant.holds(PathPattern.exact(path).matches(path), "an exact pattern matches its path", path);
        Invariant.holds(PathPattern.below(path).matches(path), "what is below a path includes it", path);
        Invariant.holds(PathPattern.EVERYTHING.matches(path), "everything matches", path);
    }

    private static void pattern(PathPattern pattern) {
        Invariant.same(new PathPattern(pattern.text()), pattern, "a pattern reads back as itself");
        Invariant.holds(pattern.covers(pattern), "a pattern covers itself", pattern);
        Invariant.holds(pattern.overlaps(pattern), "a pattern overlaps itself", pattern);
        Invariant.holds(PathPattern.EVERYTHING.covers(pattern), "everything covers", pattern);
    }

    private static void asked(PathPattern pattern, CanonicalPath path) {
        var exact = PathPattern.exact(path);
        boolean matches = pattern.matches(path);
        String both = pattern + " " + path;
        Invariant.holds(matches == slowly(pattern.text(), path.text()), "a pattern matches as it is written", both);
        Invariant.holds(pattern.covers(exact) == matches, "covering one path is matching it", both);
        Invariant.holds(pattern.overlaps(exact) == matches, "overlapping one path is matching it", both);
    }

    /// Matching as the words say it, one character at a time: for each prefix of the pattern, which prefixes of the
    /// text
    /// it matches.
    private static boolean slowly(String pattern, String text) {
        boolean[] matched = new boolean[text.length() + 1];
        matched[0] = true;
        for (int i = 0; i < pattern.length(); i++) {
            boolean[] next = new boolean[text.length() + 1];
            char c = pattern.charAt(i);
            for (int j = 0; j <= text.length(); j++) {
                if (c == '*') next[j] = matched[j] || (j > 0 && next[j - 1]);
                else next[j] = j > 0 && matched[j - 1] && text.charAt(j - 1) == c;
            }
            matched = next;
        }
        return matched[text.length()];
    }

    private static long slashes(String text) {
        return text.chars().filter(c -> c == '/').count();
    }

    /// What a server sees that decodes escapes once, as Latin-1.
    private static String decoded(String text) {
        var result = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '%') {
                result.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                result.append(text.charAt(i));
            }
        }
        return result.toString();
    }
}
