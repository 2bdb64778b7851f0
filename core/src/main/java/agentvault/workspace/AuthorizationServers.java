package agentvault.workspace;

/// Those who give out tokens, and say where they are to be asked.
public interface AuthorizationServers extends TokenServer {

    Discovered discover(String issuer);

    /// What a server that is used with tokens says about who gives them (RFC 9728).
    Guarded guarded(String server);

    /// Makes us a client that has no secret (RFC 7591).
    ///
    /// @param redirect where browsers come back to
    Registered register(String endpoint, String redirect);

    /// What an issuer says about itself.
    sealed interface Discovered {
        /// @param registrationEndpoint empty if nobody can register
        record Found(String issuer, String authorizationEndpoint, String tokenEndpoint, String registrationEndpoint)
                implements Discovered {}

        record Failed(String code) implements Discovered {}
    }

    sealed interface Guarded {
        /// @param scope all that there are; empty if it names none
        record By(String issuer, String scope) implements Guarded {}

        record Failed(String code) implements Guarded {}
    }

    sealed interface Registered {
        record Client(String id) implements Registered {}

        record Failed(String code) implements Registered {}
    }
}
