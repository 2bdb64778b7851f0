package agentvault.http;

import agentvault.address.Authority;

/// The head of a request that was accepted: its first line, its fields, and what they say about the message. Whom it is
/// meant for is one value, whether the target or the Host header told it.
///
/// @param host what the Host header names: the same as the authority, but in CONNECT, where clients may name the proxy
public record RequestHead(
        RequestLine line,
        Fields fields,
        Authority authority,
        Authority host,
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
