package agentvault.wire;

import io.netty.buffer.ByteBuf;

/// Has a connection for one exchange, on its event loop: gets the bytes after the head as they come, and writes what
/// goes back. Nothing is done for it: how long it waits and how much it holds is its own business.
public interface Relay {

    /// The connection is lent from now on, until the lease is given back in one of its ways.
    void begin(Lease lease);

    /// Bytes from the client: of the body, and of what comes after it. They belong to the relay.
    void received(ByteBuf bytes);

    /// All bytes that were there to be read have been received.
    void receivedAll();

    /// The client sends nothing more. It may still read.
    void inputEnded();

    /// The client takes bytes again, or no more of them.
    void writabilityChanged();

    /// The connection is closed; the lease is over.
    void left();
}
