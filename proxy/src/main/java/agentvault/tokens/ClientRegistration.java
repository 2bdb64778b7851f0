package agentvault.tokens;

import agentvault.crypto.Secret;
import agentvault.question.Endpoint;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.AuthorizationServers.Registered;
import java.util.Map;
import java.util.Optional;

/// Makes us a client of an authorization server (RFC 7591).
record ClientRegistration(Documents documents) {

    private static final int LONGEST_ID = 1024;
    private static final int LONGEST_SECRET = 512;

    Registered register(Discovered.Found at, String redirect) {
        var endpoint = Endpoint.of(at.registrationEndpoint());
        if (endpoint.isEmpty()) return new Registered.Failed("unusable_endpoints");
        return documents.post(
                endpoint.get(),
                ClientDocument.of(redirect, at.showing()),
                Documents.reader(read -> client(read, at.showing()), Registered.Failed::new));
    }

    /// A server may make another kind of client than the one that was asked for.
    private static Registered client(AnswerDocument read, ClientAuthentication asked) {
        var id = read.plain("client_id");
        if (id.isEmpty()) return new Registered.Failed("no_client");
        boolean fit = id.length() <= LONGEST_ID && id.chars().allMatch(c -> c >= ' ' && c <= '~');
        if (!fit) return new Registered.Failed("unusable_client");
        var showing = showing(read.plain("token_endpoint_auth_method"), asked);
        if (showing.isEmpty()) return new Registered.Failed("unusable_client");
        if (showing.get() == ClientAuthentication.NONE)
            return new Registered.Client(id, ClientAuthentication.NONE, Map.of());
        return read.secret("client_secret")
                .filter(secret -> secret.length() <= LONGEST_SECRET && AnswerDocument.sendable(secret))
                .map(Secret::copy)
                .<Registered>map(secret -> new Registered.Client(id, showing.get(), Map.of(Part.CLIENT_SECRET, secret)))
                .orElseGet(() -> new Registered.Failed("unusable_client"));
    }

    private static Optional<ClientAuthentication> showing(String method, ClientAuthentication asked) {
        return switch (method) {
            case "" -> Optional.of(asked);
            case "none" -> Optional.of(ClientAuthentication.NONE);
            case "client_secret_post" -> Optional.of(ClientAuthentication.CLIENT_SECRET_POST);
            case "client_secret_basic" -> Optional.of(ClientAuthentication.CLIENT_SECRET_BASIC);
            default -> Optional.empty();
        };
    }
}
