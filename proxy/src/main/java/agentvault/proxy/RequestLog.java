package agentvault.proxy;

import agentvault.id.Id;
import agentvault.trail.Entry;
import java.time.Duration;
import java.util.List;

/// Hears of every exchange when it is over, and of every tunnel that is refused. Called on event loops: it must not
/// wait.
public interface RequestLog {

    RequestLog NONE = _ -> {};

    void record(Line line);

    /// One exchange: never a query, a header or a body.
    ///
    /// @param keys of the credentials that went along
    record Line(String requestId, Request request, By by, List<String> keys, Outcome outcome, Times times) {
        public Line {
            keys = List.copyOf(keys);
        }
    }

    record Request(Way way, String method, String host, String path) {}

    /// Whose exchange it was, and what decided.
    ///
    /// @param actor nobody's id if it was not known who asked
    /// @param session nobody's id for a token of an actor's own
    /// @param vault that decided, or the first one of the caller; nobody's id if there is none
    /// @param service that decided, or nothing
    record By(Id actor, Id session, Id vault, String service) {
        static final By NOBODY = new By(Entry.NONE, Entry.NONE, Entry.NONE, "");
    }

    /// @param status what the client was answered, or 0 if nothing
    /// @param sent bytes of the request's body
    /// @param received bytes of the response's body
    /// @param code of what stopped it, or nothing
    record Outcome(int status, long sent, long received, String code) {}

    /// @param untilConnected from the end of the head to a connection, or to the end
    /// @param untilAnswered to the first byte of the response, or to the end
    record Times(Duration untilConnected, Duration untilAnswered, Duration whole) {}
}
