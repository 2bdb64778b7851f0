package agentvault.wire;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.util.Locale;

/// That an address cannot be listened on.
public final class CannotListen extends UncheckedIOException {

    private static final long serialVersionUID = 1;

    private final transient SocketAddress address;
    private final boolean inUse;

    CannotListen(SocketAddress address, Throwable cause) {
        super(new IOException("cannot listen on " + address, cause));
        this.address = address;
        this.inUse = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("in use");
    }

    public SocketAddress address() {
        return address;
    }

    /// Whether somebody else listens there.
    public boolean inUse() {
        return inUse;
    }
}
