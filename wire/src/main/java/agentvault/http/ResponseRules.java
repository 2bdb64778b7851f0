package agentvault.http;

import org.jspecify.annotations.Nullable;

/// What the status and the fields of a response's whole head must say together.
final class ResponseRules {

    static final int SWITCHING = 101;
    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private final StatusLine line;
    private final Fields fields;
    private final Asked asked;
    private final MessageRules message;

    ResponseRules(StatusLine line, Fields fields, Asked asked) {
        this.line = line;
        this.fields = fields;
        this.asked = asked;
        this.message = new MessageRules(fields, line.minorVersion());
    }

    ResponseProgress judge() {
        for (int i = 0; i < fields.size() && message.refusal() == null; i++) message.look(i);
        var told = message.refusal() == null ? message.framing(new Framing.UntilClose()) : new Framing.None();
        var refusal = message.refusal() == null ? problem(told) : message.refusal();
        if (refusal != null) return new ResponseProgress.Refused(refusal);
        var framing = bodiless() || tunnel() || silent() ? new Framing.None() : told;
        boolean ends = framing instanceof Framing.UntilClose || tunnel() || line.status() == SWITCHING;
        boolean keeps = line.minorVersion() == 1 && !message.close() && !ends;
        var head = new ResponseHead(line, fields, framing, keeps);
        return head.interim() ? new ResponseProgress.Interim(head) : new ResponseProgress.Whole(head);
    }

    private @Nullable Refusal problem(Framing told) {
        if (line.status() == SWITCHING && asked != Asked.UPGRADE) return Refusal.UNASKED_UPGRADE;
        boolean body = told instanceof Framing.Length || told instanceof Framing.Chunked;
        return body && (bodiless() || tunnel()) ? Refusal.UNEXPECTED_BODY : null;
    }

    /// Neither has a body nor may say that it has one.
    private boolean bodiless() {
        return line.status() < 200 || line.status() == NO_CONTENT;
    }

    private boolean tunnel() {
        return asked == Asked.CONNECT && line.status() / 100 == 2;
    }

    /// Has no body; the fields tell of the one that it would have.
    private boolean silent() {
        return asked == Asked.HEAD || line.status() == NOT_MODIFIED;
    }
}
