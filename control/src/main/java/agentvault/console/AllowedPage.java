package agentvault.console;

import agentvault.console.ApprovalPage.Hidden;
import java.util.List;

/// The page of a proposal that was allowed, with the credentials that a person connects now.
///
/// @param trouble why what the person just tried was not done; empty if nothing was tried
public record AllowedPage(
        Notice notice, String person, long number, List<Connection> connections, Hidden hidden, String trouble) {

    public AllowedPage {
        connections = List.copyOf(connections);
    }

    /// One OAuth credential that the proposal asked for.
    ///
    /// @param agreed where a person agrees; none if nobody has said
    /// @param tokens where its tokens come from
    /// @param asksClient whether it is not known as which client
    public record Connection(String key, State state, List<Link> agreed, List<Link> tokens, boolean asksClient) {
        public Connection {
            agreed = List.copyOf(agreed);
            tokens = List.copyOf(tokens);
        }
    }

    public enum State {
        NOT_CONNECTED,
        CONNECTED,
        /// It was, and a person has to connect it again.
        ENDED
    }

    /// Whether something is left to do here.
    public boolean left() {
        return connections.stream().anyMatch(one -> one.state() != State.CONNECTED);
    }
}
