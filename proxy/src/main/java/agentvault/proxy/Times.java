package agentvault.proxy;

import java.time.Duration;

/// How long a relayed exchange may take for each of its parts.
///
/// @param head from the request to the head of the response
/// @param idle in which no byte moves either way while the message is under way
/// @param webSocket the same for a WebSocket
/// @param events the same for a response that is made of events
/// @param halfClosed the same when the client sends nothing more
public record Times(Duration head, Duration idle, Duration webSocket, Duration events, Duration halfClosed) {

    public static final Times STANDARD = new Times(
            Duration.ofMinutes(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofSeconds(5));
}
