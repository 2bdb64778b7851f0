package agentvault.address;

import java.util.List;
import java.util.stream.Stream;

/// A compiled text pattern in which `*` stands for any run of characters. Each literal piece is searched once,
/// where the piece before it ended, by Knuth, Morris and Pratt's method: the work is linear in the text whatever
/// the pattern.
final class Glob {

    private final boolean literal;
    private final String head;
    private final String tail;
    private final List<Piece> middle;

    private Glob(boolean literal, String head, String tail, List<Piece> middle) {
        this.literal = literal;
        this.head = head;
        this.tail = tail;
        this.middle = middle;
    }

    static Glob compile(String pattern) {
        int first = pattern.indexOf('*');
        if (first < 0) return new Glob(true, pattern, "", List.of());
        int last = pattern.lastIndexOf('*');
        var between = first == last
                ? Stream.<String>empty()
                : Stream.of(pattern.substring(first + 1, last).split("\\*"));
        var middle = between.filter(piece -> !piece.isEmpty()).map(Piece::new).toList();
        return new Glob(false, pattern.substring(0, first), pattern.substring(last + 1), middle);
    }

    boolean matches(CharSequence text) {
        int room = text.length() - head.length() - tail.length();
        if (literal ? room != 0 : room < 0) return false;
        if (!holds(text, 0, head)) return false;
        int end = text.length() - tail.length();
        if (!holds(text, end, tail)) return false;
        int from = head.length();
        for (var piece : middle) {
            from = piece.endIn(text, from, end);
            if (from < 0) return false;
        }
        return true;
    }

    /// Says that some text is matched by both patterns: a walk over pairs of positions, from the ends.
    static boolean overlap(String one, String other) {
        boolean[] below = new boolean[other.length() + 1];
        for (int i = one.length(); i >= 0; i--) {
            boolean[] row = new boolean[other.length() + 1];
            for (int j = other.length(); j >= 0; j--) {
                boolean oneStar = i < one.length() && one.charAt(i) == '*';
                boolean otherStar = j < other.length() && other.charAt(j) == '*';
                boolean oneEnds = i == one.length();
                boolean otherEnds = j == other.length();
                if (oneStar) row[j] = below[j] || (!otherEnds && row[j + 1]);
                else if (otherStar) row[j] = row[j + 1] || (!oneEnds && below[j]);
                else if (oneEnds || otherEnds) row[j] = oneEnds && otherEnds;
                else row[j] = one.charAt(i) == other.charAt(j) && below[j + 1];
            }
            below = row;
        }
        return below[0];
    }

    private static boolean holds(CharSequence text, int from, String literal) {
        for (int i = 0; i < literal.length(); i++) {
            if (text.charAt(from + i) != literal.charAt(i)) return false;
        }
        return true;
    }

    /// A literal between two wildcards, with the length of the longest border of each of its prefixes.
    private static final class Piece {

        private final String literal;
        private final int[] borders;

        private Piece(String literal) {
            this.literal = literal;
            borders = new int[literal.length()];
            int border = 0;
            for (int i = 1; i < literal.length(); i++) {
                while (border > 0 && literal.charAt(i) != literal.charAt(border)) border = borders[border - 1];
                if (literal.charAt(i) == literal.charAt(border)) border++;
                borders[i] = border;
            }
        }

        /// Where the first occurrence between the two positions ends; negative if there is none.
        private int endIn(CharSequence text, int from, int to) {
            int matched = 0;
            for (int i = from; i < to; i++) {
                while (matched > 0 && text.charAt(i) != literal.charAt(matched)) matched = borders[matched - 1];
                if (text.charAt(i) == literal.charAt(matched)) matched++;
                if (matched == literal.length()) return i + 1;
            }
            return -1;
        }
    }
}
