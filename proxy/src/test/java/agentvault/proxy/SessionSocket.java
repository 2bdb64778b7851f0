package agentvault.proxy;

import static agentvault.workspace.Office.done;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.id.Face;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.wire.Listener;
import agentvault.workspace.Authentication;
import agentvault.workspace.Sessions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The socket of a session over the vault `shop`.
record SessionSocket(Proxying proxying, Sessions.Issued session, Listener listener, Path file)
        implements AutoCloseable {

    static SessionSocket open(Proxying proxying, Path file) {
        var shares = List.of(new Session.Share(proxying.vault, VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        var session = done(proxying.office
                .workspace
                .sessions()
                .create(proxying.office.owner, shares, egress, "", Until.forever()));
        var listener = proxying.listen(file, new Authentication.Pass(session.token(), Face.PROXY));
        return new SessionSocket(proxying, session, listener, file);
    }

    Wire connect() throws IOException {
        return new Wire(new Bridge(file).address());
    }

    /// Ends the session; the socket stays.
    void end() {
        done(proxying.office
                .workspace
                .sessions()
                .end(proxying.office.owner, session.session().id()));
    }

    @Override
    public void close() {
        listener.close();
        session.close();
    }
}
