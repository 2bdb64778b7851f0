package agentvault.control;

import agentvault.document.Document;
import agentvault.vault.Credential;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.Until;
import java.util.Locale;

/// Shows what is known of an OAuth credential: where it is renewed, and how that goes.
final class OauthView {

    private OauthView() {}

    static Document settings(OauthSettings settings, OauthConnection connection) {
        return new Document()
                .with("authorization_url", connection.authorizationEndpoint())
                .with("token_url", settings.tokenEndpoint())
                .with("client_id", settings.clientId())
                .with("scopes", settings.scope())
                .with(
                        "token_auth_method",
                        settings.clientAuthentication().name().toLowerCase(Locale.ROOT));
    }

    /// Nothing for a credential of another type.
    static Document standing(Credential credential) {
        if (!(credential.type() instanceof Credential.Type.Oauth(var settings, var connection))) return new Document();
        var document = told(connection.standing());
        if (settings.expires() instanceof Until.Moment(var at)) document.with("expires_at", at);
        return document;
    }

    private static Document told(Standing standing) {
        return switch (standing) {
            case Standing.Unconnected() -> said("not_connected", false);
            case Standing.Connected(var since, var renewedAt) ->
                said("connected", true).with("connected_at", since).with("last_refreshed_at", renewedAt);
            case Standing.Failing(var before, var _, var code, var _) ->
                said("failing", true)
                        .with("connected_at", before.since())
                        .with("last_refreshed_at", before.renewedAt())
                        .with("last_error", code);
            case Standing.ReconnectRequired(var _, var code) ->
                said("reconnect_required", false).with("last_error", code);
        };
    }

    private static Document said(String status, boolean connected) {
        return new Document().with("connected", connected).with("status", status);
    }
}
