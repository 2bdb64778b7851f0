package agentvault.wire;

import agentvault.address.CanonicalHost;
import agentvault.http.Refusal;
import agentvault.http.RequestHead;
import agentvault.http.TargetForm;

/// Decides what becomes of a request before its body is read. Called on an event loop: it computes and does not wait.
@FunctionalInterface
public interface Entrance {

    Reception receive(RequestHead head, Peer peer);

    /// Whether a client may mean this server by a name. CONNECT is for the host in its target; some clients name the
    /// proxy in its Host header, and what names neither is refused.
    default boolean goesBy(CanonicalHost name) {
        return false;
    }

    /// Every request but CONNECT goes to one handler.
    static Entrance to(Handler handler, Limits limits) {
        var handled =
                new Reception.Handled(handler, limits.body(), limits.times().body());
        return (head, _) -> head.line().form() == TargetForm.AUTHORITY
                ? new Reception.Refused(Refusal.METHOD_NOT_ALLOWED)
                : handled;
    }
}
