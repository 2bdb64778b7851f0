package agentvault.control;

import agentvault.crypto.Secret;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.route.Trouble;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material.Part;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Grant;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import agentvault.workspace.AuthorizationServers;
import agentvault.workspace.AuthorizationServers.Discovered;
import agentvault.workspace.OauthConnections;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/// Reads what an OAuth credential is to be connected to.
final class OauthForm {

    private static final int MOST = 500;

    /// What a client sends back that shows a secret as a row of dots: as it was.
    private static final String DOTS = "\u2022".repeat(8);

    private OauthForm() {}

    static OauthConnections.Wanted read(Members body, AuthorizationServers servers) {
        checkPkce(body);
        var found = body.maybeText("issuer").map(issuer -> discovered(body, issuer, servers));
        var authorization = url(body, "authorization_url")
                .or(() -> found.map(Discovered.Found::authorizationEndpoint))
                .orElse("");
        var token = url(body, "token_url")
                .or(() -> found.map(Discovered.Found::tokenEndpoint))
                .orElse("");
        try {
            var settings = new OauthSettings(
                    token,
                    body.text("client_id", ""),
                    authentication(body),
                    scopes(body),
                    body.text("resource", ""),
                    Until.forever());
            var issuer = found.map(Discovered.Found::issuer).orElse("");
            var connection =
                    new OauthConnection(grant(body), authorization, issuer, new Standing.Unconnected(), Instant.EPOCH);
            return new OauthConnections.Wanted(body.text("key", CredentialKey::new), settings, connection);
        } catch (IllegalArgumentException refused) {
            throw body.unfit("token_url", ": " + refused.getMessage());
        }
    }

    /// An authorization server that knows nothing of PKCE passes over it.
    static void checkPkce(Members body) {
        if (!body.flag("disable_pkce", false)) return;
        throw Trouble.coded(422, "pkce_required", "PKCE cannot be switched off: it is always used.")
                .hinting("Leave disable_pkce out; a server that does not know PKCE passes over it.")
                .declined();
    }

    /// In the form in which the authorization server wants them.
    static String scopes(Members body) {
        return body.text("scopes", "").replace(" ", body.text("scope_separator", " "));
    }

    static Grant grant(Members body) {
        return switch (body.text("grant", "authorization_code")) {
            case "authorization_code" -> Grant.AUTHORIZATION_CODE;
            case "client_credentials" -> Grant.CLIENT_CREDENTIALS;
            default -> throw body.unfit("grant", " is authorization_code or client_credentials");
        };
    }

    private static ClientAuthentication authentication(Members body) {
        return switch (body.text("token_auth_method", "client_secret_post")) {
            case "client_secret_post" -> ClientAuthentication.CLIENT_SECRET_POST;
            case "client_secret_basic" -> ClientAuthentication.CLIENT_SECRET_BASIC;
            case "none" -> ClientAuthentication.NONE;
            default -> throw body.unfit("token_auth_method", " is client_secret_post, client_secret_basic or none");
        };
    }

    private static Discovered.Found discovered(Members body, String issuer, AuthorizationServers servers) {
        return switch (servers.discover(issuer)) {
            case Discovered.Found found -> found;
            case Discovered.Failed(var code) ->
                throw body.unfit("issuer", " could not be asked for its endpoints (" + code + "): give them yourself");
        };
    }

    /// Empty where it was left out.
    private static Optional<String> url(Members body, String name) {
        return body.maybeText(name).filter(text -> !text.isEmpty()).map(text -> {
            try {
                var url = new URI(text);
                boolean whole = "https".equals(url.getScheme())
                        && url.getHost() != null
                        && url.getRawUserInfo() == null
                        && url.getRawFragment() == null;
                if (whole && text.length() <= MOST) return text;
            } catch (URISyntaxException _) {
                // told below
            }
            throw new Unfit(body.at(name), body.at(name) + " is an https:// URL of at most " + MOST + " characters.");
        });
    }

    /// The secrets that were sent, but for those that stay as they are. Whoever gets them closes them.
    static Map<Part, Secret> secrets(Members body, Map<String, Part> names) {
        var found = new EnumMap<Part, Secret>(Part.class);
        names.forEach((name, part) -> {
            if (body.has(name)) keep(found, part, body.secret(name));
        });
        return found;
    }

    private static void keep(Map<Part, Secret> found, Part part, Secret sent) {
        try (var dots = Secret.take(DOTS.toCharArray())) {
            if (sent.length() > 0 && !sent.sameAs(dots)) {
                found.put(part, sent);
                return;
            }
        }
        sent.close();
    }
}
