package agentvault.wire;

import agentvault.http.Refusal;

/// The body of a request cannot be had. A handler lets it pass: the client gets the refusal.
public final class BodyRefused extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final Refusal refusal;

    BodyRefused(Refusal refusal) {
        super(refusal.code());
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
