package agentvault.control;

import agentvault.access.Session;
import agentvault.workspace.Sessions;
import java.nio.file.Path;
import java.util.Optional;

/// The Unix sockets of this server, each of which acts as one session.
public interface SessionSockets {

    /// Where there can be none.
    SessionSockets NONE = new SessionSockets() {
        @Override
        public Optional<Hindrance> hindrance() {
            return Optional.of(Hindrance.UNSUPPORTED);
        }

        @Override
        public Optional<Path> open(Sessions.Issued issued) {
            return Optional.empty();
        }

        @Override
        public boolean has(Session session) {
            return false;
        }
    };

    /// Why there can be no further one.
    enum Hindrance {
        /// The system tells nobody who connects.
        UNSUPPORTED,
        PATH_TOO_LONG,
        TOO_MANY
    }

    Optional<Hindrance> hindrance();

    /// Opens the socket of a session, which is closed when the session ends. Empty if the file cannot be made.
    Optional<Path> open(Sessions.Issued issued);

    /// Whether a session has a socket here.
    boolean has(Session session);
}
