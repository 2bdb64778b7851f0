package agentvault.address;

import java.util.Optional;

/// The grammar of canonical hosts. A name whose last label is a number is never a name: resolvers disagree on what
/// `127.1`, `0x7f000001` and `0177.0.0.1` mean, so none of them is let through.
final class HostSyntax {

    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;
    private static final String A_LABEL = "xn--";

    private HostSyntax() {}

    /// What keeps this text from being a canonical host.
    static Optional<Reason> problem(String host) {
        if (host.isEmpty()) return Optional.of(Reason.EMPTY);
        if (host.charAt(0) == '[') {
            boolean canonical = Ipv6Literal.canonical(host).filter(host::equals).isPresent();
            return canonical ? Optional.empty() : Optional.of(Reason.INVALID_IPV6);
        }
        if (isDottedQuad(host)) return Optional.empty();
        return nameProblem(host);
    }

    /// ASCII only, so that no character of another script turns into a letter of a host name.
    static String lowerCase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUpper(text.charAt(i))) return lowerCaseFrom(text, i);
        }
        return text;
    }

    /// An address keeps its dot and fails: only names may be written fully qualified.
    static String withoutTrailingDot(String host) {
        if (!host.endsWith(".")) return host;
        String name = host.substring(0, host.length() - 1);
        return isDottedQuad(name) ? host : name;
    }

    static boolean isDottedQuad(String text) {
        int parts = 0;
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('.', at);
            if (end < 0) end = text.length();
            if (!isDecimalOctet(text, at, end)) return false;
            parts++;
            if (end == text.length() - 1) return false;
            at = end + 1;
        }
        return parts == 4;
    }

    private static boolean isDecimalOctet(String text, int from, int to) {
        int length = to - from;
        if (length < 1 || length > 3) return false;
        if (length > 1 && text.charAt(from) == '0') return false;
        int value = 0;
        for (int i = from; i < to; i++) {
            if (!isDigit(text.charAt(i))) return false;
            value = value * 10 + (text.charAt(i) - '0');
        }
        return value <= 255;
    }

    private static Optional<Reason> nameProblem(String name) {
        int start = 0;
        for (int i = 0; i <= name.length(); i++) {
            if (i < name.length() && name.charAt(i) != '.') {
                if (name.charAt(i) > 0x7F) return Optional.of(Reason.NOT_ASCII);
                if (!isNameCharacter(name.charAt(i))) return Optional.of(Reason.INVALID_CHARACTER);
                continue;
            }
            var problem = labelProblem(name, start, i);
            if (problem.isPresent()) return problem;
            if (i == name.length() && isNumber(name, start)) return Optional.of(Reason.NUMERIC_NAME);
            start = i + 1;
        }
        return name.length() > MAX_NAME ? Optional.of(Reason.TOO_LONG) : Optional.empty();
    }

    private static Optional<Reason> labelProblem(String name, int from, int to) {
        if (from == to || to - from > MAX_LABEL) return Optional.of(Reason.LABEL_LENGTH);
        if (!isLetterOrDigit(name.charAt(from)) || !isLetterOrDigit(name.charAt(to - 1)))
            return Optional.of(Reason.HYPHEN_AT_EDGE);
        if (name.startsWith(A_LABEL, from) && !Punycode.isCanonical(name.substring(from + A_LABEL.length(), to)))
            return Optional.of(Reason.INVALID_PUNYCODE);
        return Optional.empty();
    }

    private static boolean isNumber(String name, int from) {
        if (name.startsWith("0x", from)) {
            return name.substring(from + 2).chars().allMatch(c -> Character.digit(c, 16) >= 0);
        }
        for (int i = from; i < name.length(); i++) {
            if (!isDigit(name.charAt(i))) return false;
        }
        return true;
    }

    private static String lowerCaseFrom(String text, int first) {
        char[] characters = text.toCharArray();
        for (int i = first; i < characters.length; i++) {
            if (isUpper(characters[i])) characters[i] = (char) (characters[i] + ('a' - 'A'));
        }
        return new String(characters);
    }

    private static boolean isNameCharacter(char c) {
        return isLetterOrDigit(c) || c == '-' || c == '_';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || isDigit(c);
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
