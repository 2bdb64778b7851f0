package agentvault.control;

import java.time.Instant;
import java.util.Optional;

/// The forward proxy of this server, as far as clients have to know of it.
@FunctionalInterface
public interface ForwardProxy {

    /// Where there is none.
    ForwardProxy NONE = Optional::empty;

    Optional<Root> root();

    /// What its clients trust, as PEM, and which port they go to.
    record Root(String pem, String name, Instant until, String sha256, int port) {}
}
