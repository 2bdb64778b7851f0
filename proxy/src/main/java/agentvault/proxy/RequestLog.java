package agentvault.proxy;

import agentvault.id.Id;
import java.time.Duration;

/// Hears of every exchange when it is over. Called on event loops: it must not wait.
public interface RequestLog {

    RequestLog NONE = _ -> {};

    void record(Line line);

    /// One exchange: never a query, a header or a body.
    ///
    /// @param actor nobody's id if it was not known who asked
    /// @param session nobody's id for a token of an actor's own
    /// @param vault that decided, or the first one of the caller; nobody's id if there is none
    /// @param rule the service that decided, or nothing
    /// @param status what the client was answered, or 0 if nothing
    /// @param sent bytes of the request's body
    /// @param received bytes of the response's body
    /// @param code of what stopped it, or nothing
    record Line(
            String requestId,
            Way way,
            Id actor,
            Id session,
            Id vault,
            String method,
            String host,
            String path,
            String rule,
            int status,
            long sent,
            long received,
            Times times,
            String code) {}

    /// @param untilConnected from the end of the head to a connection, or to the end
    /// @param untilAnswered to the first byte of the response, or to the end
    record Times(Duration untilConnected, Duration untilAnswered, Duration whole) {}
}
