package agentvault.http;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What the fields of a whole head must say together.
final class HeadRules {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int NONE = -1;
    private static final int MAX_DIGITS = 18;

    private final RequestLine line;
    private final Fields fields;
    private final boolean secure;
    private int host = NONE;
    private int length = NONE;
    private int transferEncoding = NONE;
    private @Nullable Refusal refusal;
    private boolean close;
    private boolean expectsContinue;

    HeadRules(RequestLine line, Fields fields, boolean secure) {
        this.line = line;
        this.fields = fields;
        this.secure = secure;
    }

    HeadProgress judge() {
        for (int i = 0; i < fields.size() && refusal == null; i++) look(i);
        Framing framing = refusal == null ? framing() : new Framing.None();
        if (refusal != null) return new HeadProgress.Refused(refusal);
        return switch (authority()) {
            case Named.As(var authority) -> {
                boolean keeps = line.minorVersion() == 1 && !close;
                yield new HeadProgress.Whole(new RequestHead(line, fields, authority, framing, keeps, expectsContinue));
            }
            case Named.Unclear(var why) -> new HeadProgress.Refused(why);
        };
    }

    private void look(int field) {
        switch (fields.nameLength(field)) {
            case 4 -> {
                if (fields.named(field, "host")) host = only(host, field, Refusal.HOST);
            }
            case 6 -> {
                if (fields.named(field, "expect")) expectation(fields.value(field));
            }
            case 10 -> {
                if (fields.named(field, "connection")) connection(fields.value(field));
            }
            case 14 -> {
                if (fields.named(field, "content-length")) length = only(length, field, Refusal.CONTENT_LENGTH);
            }
            case 17 -> {
                if (fields.named(field, "transfer-encoding"))
                    transferEncoding = only(transferEncoding, field, Refusal.TRANSFER_ENCODING);
            }
            default -> {}
        }
    }

    private int only(int before, int field, Refusal otherwise) {
        if (before != NONE) refusal = otherwise;
        return field;
    }

    private void expectation(String value) {
        if (!value.equalsIgnoreCase("100-continue")) refusal = Refusal.EXPECTATION;
        expectsContinue = line.minorVersion() == 1;
    }

    private void connection(String value) {
        if (value.equalsIgnoreCase("keep-alive")) return;
        for (var part : value.split(",", -1)) {
            var option = part.strip().toLowerCase(Locale.ROOT);
            switch (option) {
                case "close" -> close = true;
                case "host", "content-length", "transfer-encoding" -> refusal = Refusal.CONNECTION;
                default -> {
                    if (!Grammar.isWord(option)) refusal = Refusal.CONNECTION;
                }
            }
        }
    }

    private Framing framing() {
        if (transferEncoding != NONE) {
            if (length != NONE) refusal = Refusal.AMBIGUOUS_LENGTH;
            else if (line.minorVersion() == 0 || !fields.value(transferEncoding).equalsIgnoreCase("chunked"))
                refusal = Refusal.TRANSFER_ENCODING;
            return new Framing.Chunked();
        }
        if (length == NONE) return new Framing.None();
        long bytes = number(fields.value(length));
        if (bytes < 0) refusal = Refusal.CONTENT_LENGTH;
        return bytes == 0 ? new Framing.None() : new Framing.Length(bytes);
    }

    private static long number(String digits) {
        if (digits.isEmpty() || digits.length() > MAX_DIGITS || !digits.chars().allMatch(Grammar::isDigit)) return -1;
        return Long.parseLong(digits);
    }

    /// Whom the request is meant for.
    private sealed interface Named {

        record As(Authority authority) implements Named {}

        record Unclear(Refusal why) implements Named {}
    }

    private Named authority() {
        return switch (line.form()) {
            case ORIGIN, ASTERISK -> host == NONE ? new Named.Unclear(Refusal.HOST) : hostHeader(secure ? HTTPS : HTTP);
            case ABSOLUTE_HTTP -> target(HTTP);
            case ABSOLUTE_HTTPS -> target(HTTPS);
            case AUTHORITY ->
                // A port of the default kind would be a guess.
                line.authority().indexOf(':', line.authority().lastIndexOf(']') + 1) < 0
                        ? new Named.Unclear(Refusal.TARGET)
                        : target(HTTPS);
        };
    }

    private Named target(int defaultPort) {
        if (!(Authority.parse(line.authority(), defaultPort) instanceof AuthorityResult.Valid(var target)))
            return new Named.Unclear(Refusal.TARGET);
        // Clients of HTTP/1.0 open tunnels without a Host.
        if (host == NONE) return line.minorVersion() == 0 ? new Named.As(target) : new Named.Unclear(Refusal.HOST);
        int portOfHost = line.form() == TargetForm.AUTHORITY ? target.port() : defaultPort;
        var named = hostHeader(portOfHost);
        return named instanceof Named.As(var same) && !same.equals(target)
                ? new Named.Unclear(Refusal.HOST_MISMATCH)
                : named;
    }

    private Named hostHeader(int defaultPort) {
        return switch (Authority.parse(fields.value(host), defaultPort)) {
            case AuthorityResult.Valid(var authority) -> new Named.As(authority);
            case AuthorityResult.Invalid _ -> new Named.Unclear(Refusal.HOST);
        };
    }
}
