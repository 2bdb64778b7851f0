package agentvault.address;

import java.util.Optional;

/// Looks for what makes servers disagree on a path, in one pass. One instance reads one path.
final class PathSyntax {

    private static final int NO_BYTE = -1;

    private final String path;
    private int at = 1;
    private int segmentLength;
    private int segmentDots;
    private int continuations;
    private int lowest;
    private int highest;

    private PathSyntax(String path) {
        this.path = path;
    }

    /// Why this path has more than one reading, if it has.
    static Optional<Reason> ambiguity(String path) {
        if (path.isEmpty() || path.charAt(0) != '/') return Optional.of(Reason.NOT_ABSOLUTE);
        var ambiguity = new PathSyntax(path).read();
        if (ambiguity.isPresent() || path.indexOf('%') < 0) return ambiguity;
        // `%25%34%31` only shows in the form that is compared that it is `%41` encoded again.
        return new PathSyntax(comparable(path)).read();
    }

    /// The form in which paths are compared: percent-encoded letters, digits, `-`, `.`, `_` and `~` are decoded
    /// (RFC 3986 calls the two spellings equivalent), other escapes get upper-case digits. The path must not be
    /// ambiguous.
    static String comparable(String path) {
        int percent = path.indexOf('%');
        if (percent < 0) return path;
        var result = new StringBuilder(path.length());
        int done = 0;
        for (; percent >= 0; percent = path.indexOf('%', percent + 3)) {
            result.append(path, done, percent);
            int value = byteAt(path, percent);
            done = percent + 3;
            if (isUnreserved(value)) result.append((char) value);
            else appendEscape(result, value);
        }
        return result.append(path, done, path.length()).toString();
    }

    private Optional<Reason> read() {
        while (at < path.length()) {
            char c = path.charAt(at);
            var problem = c == '%' ? readEscape() : readPlain(c);
            if (problem.isPresent()) return problem;
        }
        if (continuations > 0) return Optional.of(Reason.INVALID_UTF8);
        return dotSegment();
    }

    private Optional<Reason> readPlain(char c) {
        if (continuations > 0) return Optional.of(Reason.INVALID_UTF8);
        at++;
        if (c == '/') return endSegment();
        count(c);
        return switch (c) {
            case '\\' -> Optional.of(Reason.BACKSLASH);
            case ';' -> Optional.of(Reason.SEMICOLON);
            case '?', '#' -> Optional.of(Reason.QUERY_OR_FRAGMENT);
            default -> {
                if (c > 0x7E) yield Optional.of(c == 0x7F ? Reason.INVALID_CHARACTER : Reason.NOT_ASCII);
                yield c <= ' ' ? Optional.of(Reason.INVALID_CHARACTER) : Optional.empty();
            }
        };
    }

    private Optional<Reason> readEscape() {
        int value = byteAt(path, at);
        if (value == NO_BYTE) return Optional.of(Reason.INVALID_PERCENT);
        at += 3;
        if (continuations > 0 || value > 0x7F) return readUtf8(value);
        count((char) value);
        return switch (value) {
            case '/', '\\', ';' -> Optional.of(Reason.ENCODED_SEPARATOR);
            case '%' -> hexFollows() ? Optional.of(Reason.ENCODED_TWICE) : Optional.empty();
            case 0x7F -> Optional.of(Reason.ENCODED_CONTROL);
            default -> value < ' ' ? Optional.of(Reason.ENCODED_CONTROL) : Optional.empty();
        };
    }

    /// Well-formed UTF-8 as the Unicode standard tabulates it: no overlong forms, no surrogates, nothing above
    /// U+10FFFF.
    private Optional<Reason> readUtf8(int value) {
        if (continuations > 0) {
            if (value < lowest || value > highest) return Optional.of(Reason.INVALID_UTF8);
            expect(continuations - 1, 0x80, 0xBF);
            return Optional.empty();
        }
        count('%');
        if (value >= 0xC2 && value <= 0xDF) expect(1, 0x80, 0xBF);
        else if (value >= 0xE0 && value <= 0xEF) expect(2, value == 0xE0 ? 0xA0 : 0x80, value == 0xED ? 0x9F : 0xBF);
        else if (value >= 0xF0 && value <= 0xF4) expect(3, value == 0xF0 ? 0x90 : 0x80, value == 0xF4 ? 0x8F : 0xBF);
        else return Optional.of(Reason.INVALID_UTF8);
        return Optional.empty();
    }

    private void expect(int count, int low, int high) {
        continuations = count;
        lowest = low;
        highest = high;
    }

    private void count(char c) {
        segmentLength++;
        if (c == '.') segmentDots++;
    }

    private Optional<Reason> endSegment() {
        if (segmentLength == 0) return Optional.of(Reason.EMPTY_SEGMENT);
        var problem = dotSegment();
        segmentLength = 0;
        segmentDots = 0;
        return problem;
    }

    private Optional<Reason> dotSegment() {
        boolean dots = segmentLength > 0 && segmentLength <= 2 && segmentDots == segmentLength;
        return dots ? Optional.of(Reason.DOT_SEGMENT) : Optional.empty();
    }

    private boolean hexFollows() {
        return at + 1 < path.length() && isHex(path.charAt(at)) && isHex(path.charAt(at + 1));
    }

    private static int byteAt(String path, int percent) {
        if (percent + 2 >= path.length()) return NO_BYTE;
        char high = path.charAt(percent + 1);
        char low = path.charAt(percent + 2);
        if (!isHex(high) || !isHex(low)) return NO_BYTE;
        return Character.digit(high, 16) << 4 | Character.digit(low, 16);
    }

    private static boolean isHex(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }

    private static void appendEscape(StringBuilder result, int value) {
        String digits = "0123456789ABCDEF";
        result.append('%').append(digits.charAt(value >> 4)).append(digits.charAt(value & 0xF));
    }
}
