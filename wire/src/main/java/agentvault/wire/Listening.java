package agentvault.wire;

import java.net.InetSocketAddress;
import java.time.InstantSource;

/// Where and how a listener listens.
///
/// @param address port 0 takes a free one; at a file, the one that clients count as coming from
/// @param clock for the Date header
public record Listening(
        InetSocketAddress address,
        Protection protection,
        Limits limits,
        Refusals refusals,
        Events events,
        InstantSource clock) {}
