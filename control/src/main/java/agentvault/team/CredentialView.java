package agentvault.team;

import agentvault.address.ServerUrl;
import agentvault.document.Document;
import agentvault.id.Id;
import agentvault.traffic.CredentialUse;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.Until;
import agentvault.workspace.BoundCredentials;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Shows credentials without their secrets.
final class CredentialView {

    private CredentialView() {}

    /// What this protocol can express: a credential for a server. Variables and services that stand for themselves are
    /// none.
    static boolean shown(BoundCredentials.Pair pair) {
        return url(pair).isPresent() && InjectForm.write(pair.service().rule()).isPresent();
    }

    static Optional<ServerUrl> url(BoundCredentials.Pair pair) {
        if (!(pair.service().binding() instanceof Binding.Bound(var _, var target))) return Optional.empty();
        return switch (target) {
            case Binding.Target.McpServer(var url, var _) -> Optional.of(url);
            case Binding.Target.HostOf(var url) -> Optional.of(url);
            case Binding.Target.Variable _ -> Optional.empty();
        };
    }

    /// @param uses the last uses of the vault's credentials
    static Document credential(BoundCredentials.Pair pair, Map<Id, CredentialUse> uses) {
        var credential = pair.credential();
        var url = url(pair).orElseThrow();
        var document = new Document()
                .with("id", credential.id().toString())
                .with("vaultId", credential.vault().toString());
        Words.maybe(document, "name", credential.profile().displayName())
                .with("serverUrl", url.normalised())
                .with("serverUrlNormalized", url.normalised())
                .with("hostPattern", url.host().text())
                .with("authType", type(credential))
                .with("status", Words.status(credential.life()))
                .with("inject", InjectForm.write(pair.service().rule()).orElseThrow())
                .with("auth", auth(credential))
                .with("metadata", Words.metadata(credential.profile().metadata()));
        var last = Optional.ofNullable(uses.get(credential.id()));
        Words.lived(document, credential.life());
        last.ifPresentOrElse(
                use -> document.with("lastResolvedAt", use.at()), () -> document.withNothing("lastResolvedAt"));
        var error = notRenewed(credential)
                .or(() -> last.flatMap(use -> use.error(credential.material().version())));
        return Words.maybe(document, "lastError", error.orElse(""));
    }

    /// Why there is no newer access token, until there is one.
    private static Optional<String> notRenewed(Credential credential) {
        if (!credential.life().active() || !(credential.type() instanceof Credential.Type.Oauth(var _, var connection)))
            return Optional.empty();
        return switch (connection.standing()) {
            case Standing.Unconnected(), Standing.Connected _ -> Optional.empty();
            case Standing.Failing(var _, var _, var code, var _) ->
                Optional.of("The token endpoint gave no new access token: " + code + ". It is asked again.");
            case Standing.ReconnectRequired(var _, var code) ->
                Optional.of("The access token is not renewed any more: " + code + ". Bring new tokens.");
        };
    }

    private static String type(Credential credential) {
        return switch (credential.type()) {
            case Credential.Type.Static() -> "bearer";
            case Credential.Type.Oauth _ -> "oauth";
        };
    }

    /// What there is, and nothing of what it is.
    private static Document auth(Credential credential) {
        var document = new Document().with("type", type(credential));
        if (!credential.life().active()) return document.with("archived", true);
        return switch (credential.type()) {
            case Credential.Type.Static() -> document.with("hasToken", has(credential, Material.Part.VALUE));
            case Credential.Type.Oauth(var settings, var _) -> oauth(document, credential, settings);
        };
    }

    private static Document oauth(Document document, Credential credential, OauthSettings settings) {
        document.with("hasAccessToken", has(credential, Material.Part.VALUE))
                .with("hasRefreshToken", has(credential, Material.Part.REFRESH_TOKEN))
                .with("hasClientId", !settings.clientId().isEmpty())
                .with("hasClientSecret", has(credential, Material.Part.CLIENT_SECRET))
                .with("hasTokenEndpoint", !settings.tokenEndpoint().isEmpty())
                .with(
                        "tokenEndpointAuth",
                        settings.clientAuthentication().name().toLowerCase(Locale.ROOT))
                .with("tokenType", "Bearer");
        switch (settings.expires()) {
            case Until.Forever() -> document.withNothing("expiresAt");
            case Until.Moment(var at) -> document.with("expiresAt", at);
        }
        return Words.maybe(Words.maybe(document, "scope", settings.scope()), "resource", settings.resource());
    }

    private static boolean has(Credential credential, Material.Part part) {
        return credential.material() instanceof Material.Held held
                && held.parts().containsKey(part);
    }
}
