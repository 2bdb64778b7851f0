package agentvault.http;

import agentvault.address.Authority;

/// The head of a request that was accepted: its first line, its fields, and what they say about the message. Whom it is
/// meant for is one value, whether the target or the Host header told it.
public record RequestHead(
        RequestLine line,
        Fields fields,
        Authority authority,
        Framing framing,
        boolean keepsAlive,
        boolean expectsContinue) {

    public String method() {
        return line.method();
    }

    /// The method alone: all else may hold secrets.
    @Override
    public String toString() {
        return line.toString();
    }
}
