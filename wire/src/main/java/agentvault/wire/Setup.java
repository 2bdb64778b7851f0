package agentvault.wire;

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

    Limits limits() {
        return listening.limits();
    }

    Events events() {
        return listening.events();
    }
}
