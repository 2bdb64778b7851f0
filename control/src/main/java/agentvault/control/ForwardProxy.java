package agentvault.control;

import java.time.Instant;

/// The forward proxy of this server, as far as clients have to know of it.
public interface ForwardProxy {

    /// Whether it listens.
    State state();

    /// What clients of this server's tunnels trust.
    Root root();

    /// Whether there is a forward proxy, and on which port.
    sealed interface State {
        record On(int port) implements State {}

        /// None was asked for.
        record Off() implements State {}

        /// Another program had its port when the server started.
        record PortInUse(int port) implements State {}
    }

    /// A certificate of our own, as PEM and in words.
    record Root(String pem, String name, Instant until, String sha256) {}
}
