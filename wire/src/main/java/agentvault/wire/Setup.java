package agentvault.wire;

import agentvault.http.Framing;
import agentvault.http.Refusal;
import agentvault.http.RequestHead;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/// What the connections of one listener share.
///
/// @param threads runs each handler on a thread of its own
record Setup(
        Listening listening,
        Entrance entrance,
        HeadWriter heads,
        RequestIds ids,
        Executor threads,
        AtomicBoolean draining) {

    /// They send a request back, with headers that were meant for us.
    private static final Set<String> MIRRORS = Set.of("TRACE", "TRACK");

    /// The same for what comes within a tunnel.
    Setup within(Entrance other) {
        return new Setup(listening, other, heads, ids, threads, draining);
    }

    Limits limits() {
        return listening.limits();
    }

    Events events() {
        return listening.events();
    }

    /// What becomes of a request: what the entrance says, within what is true for all.
    Reception receive(RequestHead head, Peer peer) {
        if (MIRRORS.contains(head.method())) return new Reception.Refused(Refusal.METHOD_NOT_ALLOWED);
        boolean one = head.host().equals(head.authority());
        if (!one && !entrance.goesBy(head.host().host())) return new Reception.Refused(Refusal.HOST_MISMATCH);
        var reception = entrance.receive(head, peer);
        boolean tooLarge = reception instanceof Reception.Handled handled
                && head.framing() instanceof Framing.Length(var bytes)
                && bytes > handled.bodyBytes();
        return tooLarge ? new Reception.Refused(Refusal.BODY_TOO_LARGE) : reception;
    }
}
