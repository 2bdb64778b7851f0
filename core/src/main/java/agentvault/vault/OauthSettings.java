package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.FreeText;

/// How an OAuth credential's access token is renewed. The token endpoint is a destination of the refresh token and the
/// client secret, so it counts in the digest that the credential's key is wrapped for.
///
/// @param tokenEndpoint empty if nothing can be refreshed
/// @param scope empty if none was named
/// @param resource RFC 8707, empty if none was named
/// @param expires the access token's end; forever if nobody said when
public record OauthSettings(
        String tokenEndpoint,
        String clientId,
        ClientAuthentication clientAuthentication,
        String scope,
        String resource,
        Until expires) {

    public enum ClientAuthentication {
        NONE,
        CLIENT_SECRET_BASIC,
        CLIENT_SECRET_POST
    }

    public OauthSettings {
        FreeText.checked("a token endpoint", tokenEndpoint);
        FreeText.checked("a client id", clientId);
        FreeText.checked("an OAuth scope", scope);
        FreeText.checked("an OAuth resource", resource);
    }

    public OauthSettings ending(Until end) {
        return new OauthSettings(tokenEndpoint, clientId, clientAuthentication, scope, resource, end);
    }

    /// Whether tokens that were given for one of them are good for the other.
    public boolean alike(OauthSettings other) {
        return tokenEndpoint.equals(other.tokenEndpoint) && clientId.equals(other.clientId);
    }

    void writeTo(Canonical canonical) {
        canonical
                .text(tokenEndpoint)
                .text(clientId)
                .text(clientAuthentication.name())
                .text(scope)
                .text(resource);
        expires.writeTo(canonical);
    }
}
