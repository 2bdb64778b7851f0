package agentvault.http;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import org.jspecify.annotations.Nullable;

/// What the fields of a request's whole head must say together.
final class HeadRules {

    private static final int HTTPS = 443;
    private static final int HTTP = 80;
    private static final int NONE = -1;

    private final RequestLine line;
    private final Fields fields;
    private final boolean secure;
    private final MessageRules message;
    private int host = NONE;
    private @Nullable Refusal refusal;
    private boolean expectsContinue;

    HeadRules(RequestLine line, Fields fields, boolean secure) {
        this.line = line;
        this.fields = fields;
        this.secure = secure;
        this.message = new MessageRules(fields, line.minorVersion());
    }

    HeadProgress judge() {
        for (int i = 0; i < fields.size() && refusal == null; i++) refusal = look(i);
        Framing framing = refusal == null ? message.framing(new Framing.None()) : new Framing.None();
        if (refusal == null) refusal = message.refusal();
        if (refusal != null) return new HeadProgress.Refused(refusal);
        return switch (authority()) {
            case Named.As(var to, var by) -> {
                boolean keeps = line.minorVersion() == 1 && !message.close();
                yield new HeadProgress.Whole(new RequestHead(line, fields, to, by, framing, keeps, expectsContinue));
            }
            case Named.Unclear(var why) -> new HeadProgress.Refused(why);
        };
    }

    private @Nullable Refusal look(int field) {
        switch (fields.nameLength(field)) {
            case 4 -> {
                if (!fields.named(field, "host")) return null;
                if (host != NONE) return Refusal.HOST;
                host = field;
            }
            case 6 -> {
                if (!fields.named(field, "expect")) return null;
                if (!fields.value(field).equalsIgnoreCase("100-continue")) return Refusal.EXPECTATION;
                expectsContinue = line.minorVersion() == 1;
            }
            default -> message.look(field);
        }
        return message.refusal();
    }

    /// Whom the request is meant for.
    private sealed interface Named {

        /// @param byHost what the Host header names
        record As(Authority authority, Authority byHost) implements Named {}

        record Unclear(Refusal why) implements Named {}
    }

    private Named authority() {
        return switch (line.form()) {
            case ORIGIN, ASTERISK -> host == NONE ? new Named.Unclear(Refusal.HOST) : hostHeader();
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
        if (host == NONE)
            return line.minorVersion() == 0 ? new Named.As(target, target) : new Named.Unclear(Refusal.HOST);
        boolean tunnel = line.form() == TargetForm.AUTHORITY;
        if (!(Authority.parse(fields.value(host), tunnel ? target.port() : defaultPort)
                instanceof AuthorityResult.Valid(var named))) return new Named.Unclear(Refusal.HOST);
        return tunnel || named.equals(target) ? new Named.As(target, named) : new Named.Unclear(Refusal.HOST_MISMATCH);
    }

    private Named hostHeader() {
        return switch (Authority.parse(fields.value(host), secure ? HTTPS : HTTP)) {
            case AuthorityResult.Valid(var authority) -> new Named.As(authority, authority);
            case AuthorityResult.Invalid _ -> new Named.Unclear(Refusal.HOST);
        };
    }
}
