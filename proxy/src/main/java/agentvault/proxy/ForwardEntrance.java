package agentvault.proxy;

import agentvault.address.CanonicalHost;
import agentvault.http.RequestHead;
import agentvault.inject.Incoming;
import agentvault.wire.Entrance;
import agentvault.wire.Peer;
import agentvault.wire.Reception;
import java.util.function.Predicate;

/// The door of the forward proxy: tunnels, and requests for whole URLs.
///
/// @param knock who asks
/// @param names of this server
record ForwardEntrance(Plane plane, Doorman.Knock knock, Predicate<CanonicalHost> names) implements Entrance {

    private static final String EXPLAINED =
            "This is a forward proxy. Set HTTPS_PROXY and HTTP_PROXY to http://<token>:<vault>@host:port; https needs"
                    + " CONNECT.\n";

    @Override
    public Reception receive(RequestHead head, Peer peer) {
        return switch (head.line().form()) {
            case AUTHORITY, ABSOLUTE_HTTP, ABSOLUTE_HTTPS ->
                switch (knock.of(head.fields(), peer)) {
                    case Doorman.Found.Refused(var trouble) -> plane.refused().with(trouble);
                    case Doorman.Found.Known known -> known(head, known);
                };
            case ORIGIN, ASTERISK -> plane.refused().text(400, EXPLAINED);
        };
    }

    @Override
    public boolean goesBy(CanonicalHost name) {
        return names.test(name);
    }

    private Reception known(RequestHead head, Doorman.Found.Known known) {
        return switch (head.line().form()) {
            case AUTHORITY -> new Reception.Lent(new TunnelOpening(plane, head, known));
            case ABSOLUTE_HTTPS -> new Reception.Lent(relaying(head, known, true));
            case ABSOLUTE_HTTP, ORIGIN, ASTERISK -> new Reception.Lent(relaying(head, known, false));
        };
    }

    private Relaying relaying(RequestHead head, Doorman.Found.Known known, boolean secure) {
        var incoming = new Incoming(
                head,
                head.authority(),
                secure,
                head.line().path(),
                head.line().query(),
                Incoming.Authorization.THEIRS,
                WebSocketHandshake.asked(head));
        return plane.relaying(Ask.of(Way.FORWARD, known.pass(), known.vault(), incoming));
    }
}
