package agentvault.proxy;

import agentvault.address.CanonicalHost;
import agentvault.http.RequestHead;
import agentvault.wire.Entrance;
import agentvault.wire.Peer;
import agentvault.wire.Reception;

/// The door of one session's socket: both of the others in one.
record SocketEntrance(ForwardEntrance forward, PathEntrance path) implements Entrance {

    @Override
    public Reception receive(RequestHead head, Peer peer) {
        return switch (head.line().form()) {
            case AUTHORITY, ABSOLUTE_HTTP, ABSOLUTE_HTTPS -> forward.receive(head, peer);
            case ORIGIN, ASTERISK -> path.receive(head, peer);
        };
    }

    @Override
    public boolean goesBy(CanonicalHost name) {
        return forward.goesBy(name);
    }
}
