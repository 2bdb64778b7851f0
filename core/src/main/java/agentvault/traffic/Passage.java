package agentvault.traffic;

import agentvault.id.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One exchange when it is over: never a query, a header or a body.
///
/// @param vault that decided, or the caller's first
/// @param service that decided, or nothing
/// @param keys of the credentials that went along
/// @param status what the client was answered, or 0 if nothing
/// @param code of what stopped it, or nothing
public record Passage(
        Instant at,
        String requestId,
        Way way,
        Who who,
        Id vault,
        What what,
        String service,
        List<String> keys,
        int status,
        Size size,
        Times times,
        String code) {

    private static final int LONGEST = 2_048;

    public Passage {
        keys = List.copyOf(keys);
    }

    /// How the request came.
    public enum Way {
        /// `/proxy/{host}/{path}` beside the API.
        EXPLICIT,
        /// Through the forward proxy, as a whole URL.
        FORWARD,
        /// Through the forward proxy, within a tunnel.
        TUNNEL
    }

    /// @param session nobody's id for a token of an actor's own
    public record Who(Id actor, Id session) {}

    public record What(String method, String host, String path) {
        public What {
            method = cut(method);
            host = cut(host);
            path = cut(path);
        }

        private static String cut(String text) {
            return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        }
    }

    /// Bytes of the bodies.
    public record Size(long sent, long received) {}

    /// From the end of the request's head on.
    public record Times(Duration untilConnected, Duration untilAnswered, Duration whole) {}
}
