package agentvault.proxy;

import agentvault.address.Authority;
import agentvault.http.Refusal;
import agentvault.http.RequestHead;
import agentvault.http.TargetForm;
import agentvault.inject.Incoming;
import agentvault.wire.Entrance;
import agentvault.wire.Peer;
import agentvault.wire.Reception;

/// The door within a tunnel: requests to the one host that it was opened to.
///
/// @param known what was shown when it was opened, which is believed anew at each request
record TunnelEntrance(Plane plane, Authority to, Doorman.Found.Known known) implements Entrance {

    @Override
    public Reception receive(RequestHead head, Peer peer) {
        var form = head.line().form();
        if (form == TargetForm.AUTHORITY) return new Reception.Refused(Refusal.METHOD_NOT_ALLOWED);
        if (form == TargetForm.ABSOLUTE_HTTP || !head.authority().equals(to))
            return plane.refused().with(Trouble.misdirected());
        var incoming = new Incoming(
                head,
                to,
                true,
                head.line().path(),
                head.line().query(),
                Incoming.Authorization.THEIRS,
                WebSocketHandshake.asked(head));
        return new Reception.Lent(plane.relaying(Ask.of(Way.TUNNEL, known.pass(), known.vault(), incoming)));
    }
}
