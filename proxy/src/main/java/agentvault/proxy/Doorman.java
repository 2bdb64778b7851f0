package agentvault.proxy;

import agentvault.http.Fields;
import agentvault.id.Face;
import agentvault.workspace.Authentication;
import agentvault.workspace.Authentication.Pass;

/// Looks at what a client shows, before anything else is looked at. Whether it holds is asked again with every request.
record Doorman(Authentication authentication) {

    sealed interface Found {

        record Known(Pass pass, String vault) implements Found {}

        record Refused(Trouble trouble) implements Found {}
    }

    Found atProxy(Fields fields) {
        return switch (ProxyCredentials.atProxy(fields)) {
            case ProxyCredentials.Shown.Token token -> known(token, Way.FORWARD);
            case ProxyCredentials.Shown.Nothing() ->
                new Found.Refused(Trouble.unknown(Way.FORWARD, "Proxy-Authorization required"));
            case ProxyCredentials.Shown.Several() -> new Found.Refused(Trouble.severalCredentials());
            case ProxyCredentials.Shown.Unclear() ->
                new Found.Refused(Trouble.unknown(Way.FORWARD, "Proxy-Authorization cannot be read"));
        };
    }

    Found atPath(Fields fields) {
        return switch (ProxyCredentials.atPath(fields)) {
            case ProxyCredentials.Shown.Token token -> known(token, Way.PATH);
            case ProxyCredentials.Shown.Nothing() ->
                new Found.Refused(Trouble.unknown(Way.PATH, "Authorization required"));
            case ProxyCredentials.Shown.Several() -> new Found.Refused(Trouble.severalCredentials());
            case ProxyCredentials.Shown.Unclear() ->
                new Found.Refused(Trouble.unknown(Way.PATH, "Invalid or expired session"));
        };
    }

    private Found known(ProxyCredentials.Shown.Token shown, Way way) {
        try (var token = shown.token()) {
            return authentication
                    .pass(token, Face.PROXY)
                    .<Found>map(pass -> new Found.Known(pass, shown.vault()))
                    .orElseGet(() -> new Found.Refused(Trouble.unknown(way, "Invalid or expired session")));
        }
    }
}
