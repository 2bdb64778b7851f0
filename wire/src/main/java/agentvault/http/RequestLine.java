package agentvault.http;

import java.nio.charset.StandardCharsets;

/// The first line of a request. The path and the query are as they were sent, nothing decoded; `authority` is the part
/// of an absolute URL or of CONNECT that names the host, else empty.
public record RequestLine(
        String method, String target, TargetForm form, String authority, String path, String query, int minorVersion) {

    /// What came of reading a request line.
    sealed interface Result {

        record Valid(RequestLine line) implements Result {}

        record Invalid(Refusal refusal) implements Result {}
    }

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    static final int VERSION_LENGTH = "HTTP/1.1".length();

    static Result parse(byte[] in, int start, int end, HeadLimits limits) {
        int methodEnd = start;
        while (methodEnd < end && Grammar.isWord(in[methodEnd])) methodEnd++;
        if (methodEnd == start || methodEnd == end || in[methodEnd] != ' ') return invalid(Refusal.REQUEST_LINE);
        if (methodEnd - start > limits.method()) return invalid(Refusal.METHOD);
        int targetStart = methodEnd + 1;
        int targetEnd = targetStart;
        while (targetEnd < end && in[targetEnd] != ' ') {
            if (in[targetEnd] <= ' ' || in[targetEnd] == '#') return invalid(Refusal.TARGET);
            targetEnd++;
        }
        if (targetEnd - targetStart > limits.target()) return invalid(Refusal.TARGET_TOO_LONG);
        if (targetEnd == targetStart || targetEnd == end) return invalid(Refusal.REQUEST_LINE);
        int minor = minorVersion(in, targetEnd + 1, end);
        if (minor < 0) return invalid(minor == OTHER_VERSION ? Refusal.VERSION : Refusal.REQUEST_LINE);
        var target = new String(in, targetStart, targetEnd - targetStart, StandardCharsets.ISO_8859_1);
        return of(method(in, start, methodEnd), target, minor);
    }

    private static final int NO_VERSION = -1;
    static final int OTHER_VERSION = -2;

    /// The digit after the dot of HTTP/1.0 and HTTP/1.1, or a negative number.
    static int minorVersion(byte[] in, int at, int end) {
        boolean shaped = end - at == VERSION_LENGTH
                && in[at] == 'H'
                && in[at + 1] == 'T'
                && in[at + 2] == 'T'
                && in[at + 3] == 'P'
                && in[at + 4] == '/'
                && Grammar.isDigit(in[at + 5])
                && in[at + 6] == '.'
                && Grammar.isDigit(in[at + 7]);
        if (!shaped) return NO_VERSION;
        return in[at + 5] == '1' && in[at + 7] <= '1' ? in[at + 7] - '0' : OTHER_VERSION;
    }

    private static Result of(String method, String target, int minor) {
        if (method.equals("CONNECT")) return valid(method, target, TargetForm.AUTHORITY, target, "", minor);
        if (target.equals("*"))
            return method.equals("OPTIONS")
                    ? valid(method, target, TargetForm.ASTERISK, "", "*", minor)
                    : invalid(Refusal.TARGET);
        if (target.startsWith("/")) return valid(method, target, TargetForm.ORIGIN, "", target, minor);
        if (startsWith(target, HTTP)) return absolute(method, target, TargetForm.ABSOLUTE_HTTP, HTTP.length(), minor);
        if (startsWith(target, HTTPS))
            return absolute(method, target, TargetForm.ABSOLUTE_HTTPS, HTTPS.length(), minor);
        return invalid(Refusal.TARGET);
    }

    private static Result absolute(String method, String target, TargetForm form, int authorityStart, int minor) {
        int end = authorityStart;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') end++;
        var authority = target.substring(authorityStart, end);
        var rest = target.substring(end);
        return valid(method, target, form, authority, rest.startsWith("/") ? rest : "/" + rest, minor);
    }

    private static Result valid(
            String method, String target, TargetForm form, String authority, String pathAndQuery, int minor) {
        int mark = pathAndQuery.indexOf('?');
        var path = mark < 0 ? pathAndQuery : pathAndQuery.substring(0, mark);
        var query = mark < 0 ? "" : pathAndQuery.substring(mark + 1);
        return new Result.Valid(new RequestLine(method, target, form, authority, path, query, minor));
    }

    /// The schemes of URLs are compared without case.
    private static boolean startsWith(String target, String scheme) {
        return target.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /// The usual method is not copied.
    private static String method(byte[] in, int start, int end) {
        if (end - start == 3 && in[start] == 'G' && in[start + 1] == 'E' && in[start + 2] == 'T') return "GET";
        return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
    }

    private static Result invalid(Refusal refusal) {
        return new Result.Invalid(refusal);
    }

    /// The method and the form alone: a path may hold a one-time code, and a query anything.
    @Override
    public String toString() {
        return method + " " + form;
    }
}
