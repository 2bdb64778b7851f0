package agentvault.workspace;

/// Those who give out tokens, and say where they are to be asked.
public interface AuthorizationServers extends TokenServer {

    Discovered discover(String issuer);

    /// What an issuer says about itself.
    sealed interface Discovered {
        record Found(String issuer, String authorizationEndpoint, String tokenEndpoint) implements Discovered {}

        record Failed(String code) implements Discovered {}
    }
}
