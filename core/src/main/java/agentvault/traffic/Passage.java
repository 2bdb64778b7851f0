package agentvault.traffic;

import agentvault.id.Id;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// One exchange when it is over: never a query, a header or a body.
public record Passage(Instant at, String requestId, Way way, Who who, What what, Fate fate, Cost cost) {

    private static final int LONGEST = 2_048;

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
    /// @param vault that decided, or the caller's first
    public record Who(Id actor, Id session, Id vault) {}

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

    /// What came of it.
    ///
    /// @param service that decided, or nothing
    /// @param keys of the credentials that went along
    /// @param status what the client was answered, or 0 if nothing
    /// @param code of what stopped it, or nothing
    public record Fate(String service, List<String> keys, int status, String code) {
        public Fate {
            keys = List.copyOf(keys);
        }
    }

    /// Bytes of the bodies, and times from the end of the request's head on.
    public record Cost(long sent, long received, Duration untilConnected, Duration untilAnswered, Duration whole) {}
}
