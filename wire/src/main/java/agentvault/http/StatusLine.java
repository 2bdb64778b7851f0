package agentvault.http;

import java.nio.charset.StandardCharsets;

/// The first line of a response.
public record StatusLine(int status, String reason, int minorVersion) {

    /// What came of reading a status line.
    sealed interface Result {

        record Valid(StatusLine line) implements Result {}

        record Invalid(Refusal refusal) implements Result {}
    }

    private static final int STATUS_LENGTH = 3;
    private static final int LEAST_STATUS = 100;

    /// Servers may leave out the space before a reason that is empty.
    static Result parse(byte[] in, int start, int end) {
        int statusStart = start + RequestLine.VERSION_LENGTH + 1;
        int statusEnd = statusStart + STATUS_LENGTH;
        if (statusEnd > end || in[statusStart - 1] != ' ') return new Result.Invalid(Refusal.STATUS_LINE);
        int minor = RequestLine.minorVersion(in, start, statusStart - 1);
        if (minor < 0)
            return new Result.Invalid(minor == RequestLine.OTHER_VERSION ? Refusal.VERSION : Refusal.STATUS_LINE);
        int status = 0;
        for (int at = statusStart; at < statusEnd; at++) {
            if (!Grammar.isDigit(in[at])) return new Result.Invalid(Refusal.STATUS_LINE);
            status = status * 10 + in[at] - '0';
        }
        boolean ended = statusEnd == end || in[statusEnd] == ' ';
        if (!ended || status < LEAST_STATUS) return new Result.Invalid(Refusal.STATUS_LINE);
        return new Result.Valid(new StatusLine(status, reason(in, Math.min(statusEnd + 1, end), end), minor));
    }

    /// The usual reason is not copied.
    private static String reason(byte[] in, int start, int end) {
        if (end - start == 2 && in[start] == 'O' && in[start + 1] == 'K') return "OK";
        return new String(in, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /// The status alone: a reason may be anything.
    @Override
    public String toString() {
        return Integer.toString(status);
    }
}
