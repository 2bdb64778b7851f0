package agentvault.proxy;

import agentvault.access.Throttle;
import agentvault.http.Fields;
import agentvault.id.Face;
import agentvault.wire.Peer;
import agentvault.workspace.Authentication;
import agentvault.workspace.Authentication.Pass;

/// Looks at what a client shows, before anything else is looked at. Whether it holds is asked again with every request.
///
/// @param failures of each network: who guesses tokens is told to wait. A token that is known comes in all the same, so
///     that nobody is locked out by a neighbour; who shows nothing has not guessed
record Doorman(Authentication authentication, Throttle failures) {

    sealed interface Found {

        record Known(Pass pass, String vault) implements Found {}

        record Refused(Trouble trouble) implements Found {}
    }

    /// Finds out who asks, from what a request shows or from the door that it came by.
    @FunctionalInterface
    interface Knock {
        Found of(Fields fields, Peer peer);
    }

    /// For a door that is one session's own: whatever is shown there is neither looked at nor needed.
    static Knock knownAs(Pass pass) {
        return (_, _) -> new Found.Known(pass, "");
    }

    Found atProxy(Fields fields, Peer peer) {
        return switch (ProxyCredentials.atProxy(fields)) {
            case ProxyCredentials.Shown.Token token -> known(token, Way.FORWARD, peer);
            case ProxyCredentials.Shown.Nothing() ->
                new Found.Refused(Trouble.unknown(Way.FORWARD, "Proxy-Authorization required"));
            case ProxyCredentials.Shown.Several() -> new Found.Refused(Trouble.severalCredentials());
            case ProxyCredentials.Shown.Unclear() ->
                failed(Trouble.unknown(Way.FORWARD, "Proxy-Authorization cannot be read"), peer);
        };
    }

    Found atPath(Fields fields, Peer peer) {
        return switch (ProxyCredentials.atPath(fields)) {
            case ProxyCredentials.Shown.Token token -> known(token, Way.PATH, peer);
            case ProxyCredentials.Shown.Nothing() ->
                new Found.Refused(Trouble.unknown(Way.PATH, "Authorization required"));
            case ProxyCredentials.Shown.Several() -> new Found.Refused(Trouble.severalCredentials());
            case ProxyCredentials.Shown.Unclear() ->
                failed(Trouble.unknown(Way.PATH, "Invalid or expired session"), peer);
        };
    }

    private Found known(ProxyCredentials.Shown.Token shown, Way way, Peer peer) {
        try (var token = shown.token()) {
            return authentication
                    .pass(token, Face.PROXY)
                    .<Found>map(pass -> new Found.Known(pass, shown.vault()))
                    .orElseGet(() -> failed(Trouble.unknown(way, "Invalid or expired session"), peer));
        }
    }

    private Found failed(Trouble trouble, Peer peer) {
        var attempt = failures.attempt(peer.network());
        return new Found.Refused(attempt.tooMany() ? Trouble.tooManyFailures(attempt.delay()) : trouble);
    }
}
