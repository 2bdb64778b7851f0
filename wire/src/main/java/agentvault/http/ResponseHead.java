package agentvault.http;

/// The head of a response that was accepted.
///
/// @param keepsAlive whether the connection may carry another exchange when the body has ended
public record ResponseHead(StatusLine line, Fields fields, Framing framing, boolean keepsAlive) {

    public int status() {
        return line.status();
    }

    /// Whether the final response is still to come.
    boolean interim() {
        return status() < 200 && !switches();
    }

    /// Whether what follows on the connection is another protocol.
    public boolean switches() {
        return status() == ResponseRules.SWITCHING;
    }

    /// The status alone: all else may hold secrets.
    @Override
    public String toString() {
        return line.toString();
    }
}
