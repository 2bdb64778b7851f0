package agentvault.server;

import agentvault.access.Session;
import agentvault.control.SessionSockets;
import agentvault.workspace.Sessions;
import java.nio.file.Path;
import java.util.Optional;

/// The sockets of sessions for the API, which they lead to: it is there before them.
final class LateSockets implements SessionSockets {

    private volatile SessionSockets sockets = SessionSockets.NONE;

    void are(SessionSockets others) {
        sockets = others;
    }

    @Override
    public Optional<Hindrance> hindrance() {
        return sockets.hindrance();
    }

    @Override
    public Optional<Path> open(Sessions.Issued issued) {
        return sockets.open(issued);
    }

    @Override
    public boolean has(Session session) {
        return sockets.has(session);
    }
}
