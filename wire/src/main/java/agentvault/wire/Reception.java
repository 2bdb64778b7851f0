package agentvault.wire;

import agentvault.http.Refusal;
import io.netty.channel.ChannelHandler;
import java.time.Duration;

/// What becomes of a request, decided from its head.
public sealed interface Reception {

    /// A handler answers it.
    ///
    /// @param bodyBytes the most bytes of its body
    /// @param bodyTime how long the client may take to send them
    record Handled(Handler handler, long bodyBytes, Duration bodyTime) implements Reception {}

    record Refused(Refusal refusal) implements Reception {}

    /// A relay has the connection for this exchange.
    record Lent(Relay to) implements Reception {}

    /// The connection is no longer one of requests to handlers: this handler takes its place in the channel, and is
    /// given the bytes that came after the head.
    record TakenOver(ChannelHandler by) implements Reception {}
}
