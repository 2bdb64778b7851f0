package agentvault.address;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Reads and writes the text of an IPv6 address in brackets (RFC 4291, RFC 5952). Zone ids are not addresses of
/// anybody else's network and are refused. Embedded IPv4 is accepted and written in hexadecimal, so there is one
/// form.
final class Ipv6Literal {

    private static final int GROUPS = 8;
    private static final int LONGEST = "[ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255]".length();

    private Ipv6Literal() {}

    static Optional<String> canonical(String text) {
        if (text.length() > LONGEST || !text.startsWith("[") || !text.endsWith("]")) return Optional.empty();
        return groups(text.substring(1, text.length() - 1)).map(Ipv6Literal::render);
    }

    private static Optional<List<Integer>> groups(String inside) {
        int gap = inside.indexOf("::");
        if (gap < 0) return run(inside, true).filter(groups -> groups.size() == GROUPS);
        var left = run(inside.substring(0, gap), false);
        var right = run(inside.substring(gap + 2), true);
        if (left.isEmpty() || right.isEmpty()) return Optional.empty();
        int missing = GROUPS - left.get().size() - right.get().size();
        if (missing < 1) return Optional.empty();
        var groups = new ArrayList<>(left.get());
        for (int i = 0; i < missing; i++) groups.add(0);
        groups.addAll(right.get());
        return Optional.of(groups);
    }

    /// Groups between colons; the last may be a dotted IPv4 address if the run ends the whole address.
    private static Optional<List<Integer>> run(String text, boolean last) {
        var groups = new ArrayList<Integer>();
        if (text.isEmpty()) return Optional.of(groups);
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            if (last && i == parts.length - 1 && HostSyntax.isDottedQuad(parts[i])) {
                addDottedQuad(groups, parts[i]);
                continue;
            }
            if (!isGroup(parts[i])) return Optional.empty();
            groups.add(HexFormat.fromHexDigits(parts[i]));
        }
        return Optional.of(groups);
    }

    private static boolean isGroup(String part) {
        return !part.isEmpty() && part.length() <= 4 && part.chars().allMatch(HexFormat::isHexDigit);
    }

    private static void addDottedQuad(List<Integer> groups, String quad) {
        String[] octets = quad.split("\\.", -1);
        for (int i = 0; i < octets.length; i += 2) {
            groups.add(Integer.parseInt(octets[i]) << 8 | Integer.parseInt(octets[i + 1]));
        }
    }

    private static String render(List<Integer> groups) {
        int gap = 0;
        int gapEnd = 0;
        for (int from = 0; from < GROUPS; from++) {
            int to = from;
            while (to < GROUPS && groups.get(to) == 0) to++;
            if (to - from > Math.max(1, gapEnd - gap)) {
                gap = from;
                gapEnd = to;
            }
        }
        if (gapEnd == 0) return "[" + join(groups) + "]";
        return "[" + join(groups.subList(0, gap)) + "::" + join(groups.subList(gapEnd, GROUPS)) + "]";
    }

    private static String join(List<Integer> groups) {
        return String.join(":", groups.stream().map(Integer::toHexString).toList());
    }
}
