package agentvault.workspace;

import agentvault.crypto.Secret;
import agentvault.vault.Material;
import agentvault.vault.OauthSettings.ClientAuthentication;
import java.util.Map;

/// Those who give out tokens, and say where they are to be asked.
public interface AuthorizationServers extends TokenServer {

    Discovered discover(String issuer);

    /// What a server that is used with tokens says about who gives them (RFC 9728).
    Guarded guarded(String server);

    /// Makes us a client (RFC 7591).
    ///
    /// @param redirect where browsers come back to
    Registered register(Discovered.Found at, String redirect);

    /// What an issuer says about itself.
    sealed interface Discovered {
        /// @param registrationEndpoint empty if nobody can register
        /// @param showing how a client that registers shows who it is
        record Found(
                String issuer,
                String authorizationEndpoint,
                String tokenEndpoint,
                String registrationEndpoint,
                ClientAuthentication showing)
                implements Discovered {}

        record Failed(String code) implements Discovered {}
    }

    sealed interface Guarded {
        /// @param scope what to ask for; empty if it names nothing
        /// @param resource what the server calls itself
        record By(String issuer, String scope, String resource) implements Guarded {}

        /// The server says nothing about it.
        record Unsaid() implements Guarded {}

        record Failed(String code) implements Guarded {}
    }

    sealed interface Registered {
        /// @param held the client's secret if it was given one; whoever asked closes it
        record Client(String id, ClientAuthentication showing, Map<Material.Part, Secret> held) implements Registered {
            public Client {
                held = Map.copyOf(held);
            }
        }

        record Failed(String code) implements Registered {}
    }
}
