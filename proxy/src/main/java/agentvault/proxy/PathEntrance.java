package agentvault.proxy;

import agentvault.address.Authority;
import agentvault.address.AuthorityResult;
import agentvault.address.CanonicalHost;
import agentvault.address.Destination;
import agentvault.http.Fields;
import agentvault.http.RequestHead;
import agentvault.http.TargetForm;
import agentvault.inject.Incoming;
import agentvault.wire.Entrance;
import agentvault.wire.Peer;
import agentvault.wire.Reception;
import java.util.Locale;
import java.util.function.Predicate;

/// The door beside the API: `/proxy/{host}[:port]/{path}`. Everything else is the API's.
///
/// @param knock who asks
/// @param names of this server: no other may stand in the Host header
/// @param others gets what does not come here
record PathEntrance(Plane plane, Doorman.Knock knock, Predicate<CanonicalHost> names, Entrance others)
        implements Entrance {

    private static final String PREFIX = "/proxy/";

    @Override
    public Reception receive(RequestHead head, Peer peer) {
        var path = head.line().path();
        if (head.line().form() != TargetForm.ORIGIN || !path.startsWith(PREFIX)) return others.receive(head, peer);
        if (!names.test(head.authority().host())) return plane.refused().with(Trouble.otherName());
        if (fromPage(head.fields())) return plane.refused().with(notForPages());
        int end = path.indexOf('/', PREFIX.length());
        var host = path.substring(PREFIX.length(), end < 0 ? path.length() : end);
        if (host.isEmpty()) return plane.refused().with(badRequest("Missing target host in proxy URL"));
        if (!(Authority.parse(host, Destination.HTTPS_PORT) instanceof AuthorityResult.Valid(var to)))
            return plane.refused().with(badRequest("Invalid target host"));
        return switch (knock.of(head.fields(), peer)) {
            case Doorman.Found.Refused(var trouble) -> plane.refused().with(trouble);
            case Doorman.Found.Known known -> {
                var incoming = incoming(head, to, end < 0 ? "/" : path.substring(end));
                yield new Reception.Lent(plane.relaying(Ask.of(Way.PATH, known.pass(), known.vault(), incoming)));
            }
        };
    }

    private static Incoming incoming(RequestHead head, Authority to, String path) {
        return new Incoming(
                head, to, true, path, head.line().query(), Incoming.Authorization.OURS, WebSocketHandshake.asked(head));
    }

    /// What comes back would be shown, or run, as if it were ours.
    private static boolean fromPage(Fields fields) {
        for (int i = 0; i < fields.size(); i++) {
            boolean navigates =
                    fields.named(i, "sec-fetch-mode") && fields.value(i).equalsIgnoreCase("navigate");
            boolean works = fields.named(i, "sec-fetch-dest")
                    && fields.value(i).toLowerCase(Locale.ROOT).endsWith("worker");
            if (navigates || works || fields.named(i, "service-worker")) return true;
        }
        return false;
    }

    private static Trouble notForPages() {
        return Trouble.of(403, "navigation_refused", "Browsers cannot open this address", "Ask for it from a program.");
    }

    private static Trouble badRequest(String message) {
        return Trouble.of(400, "bad_request", message, "Write /proxy/{host}/{path} with a host name.");
    }
}
