package agentvault.wire;

/// The client closed the connection, or was cut off, before the exchange ended. A handler lets it pass.
public final class ClientGone extends RuntimeException {

    private static final long serialVersionUID = 1;

    ClientGone() {
        super("the client is gone");
    }
}
