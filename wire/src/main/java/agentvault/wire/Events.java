package agentvault.wire;

import agentvault.http.Refusal;
import java.net.InetSocketAddress;
import java.time.Duration;

/// Hears what happens on a listener. Called on event loops: it must not wait.
public interface Events {

    /// Hears nothing.
    Events NONE = new Events() {};

    /// Why a connection is not let in.
    enum TurnedAway {
        TOO_MANY_CONNECTIONS,
        TOO_MANY_FROM_ADDRESS,
        /// Who connected to a socket's file is not the user whom the server acts for.
        ANOTHER_USER,
        HANDSHAKE_FAILED
    }

    /// How an exchange ended.
    enum End {
        /// The whole answer was handed to the system.
        SENT,
        /// The client went away before.
        CLIENT_GONE,
        /// The client took the answer too slowly, or the listener was closed.
        CUT,
        /// The handler failed while it wrote the answer.
        BROKEN
    }

    /// An exchange that reached a handler.
    ///
    /// @param status the answer's, or 0 if there was none
    /// @param bytes of the answer's body that were handed to the connection
    record Exchange(Request request, int status, long bytes, Duration time, End end) {}

    default void accepted(InetSocketAddress peer) {}

    default void turnedAway(InetSocketAddress peer, TurnedAway reason) {}

    /// A message was refused, by its form or its slowness; the connection is closed.
    default void refused(InetSocketAddress peer, Refusal refusal) {}

    default void finished(Exchange exchange) {}

    /// A handler threw.
    default void failed(Request request, Throwable cause) {}

    /// Our own code failed, outside of any handler; the connection is closed.
    default void broken(InetSocketAddress peer, Throwable cause) {}

    default void closed(InetSocketAddress peer) {}
}
