package agentvault.control;

import agentvault.address.HostPattern;
import agentvault.address.HostPatternResult;
import agentvault.address.HostPolicy;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthSettings;
import agentvault.vault.OauthSettings.ClientAuthentication;
import agentvault.vault.Until;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Instant;

/// Reads and writes what a proposal wants of one credential.
final class SlotForm {

    private SlotForm() {}

    /// @param hosts which hosts tokens may be asked for at
    static Slot read(Members slot, HostPolicy hosts) {
        slot.only("action", "key", "type", "description", "obtain", "obtain_instructions", "value", "oauth");
        var key = slot.text("key", CredentialKey::new);
        return switch (slot.text("action", "set")) {
            case "delete" -> new Slot.Delete(key);
            case "set" -> set(slot, key, hosts);
            default -> throw slot.unfit("action", " is set or delete");
        };
    }

    private static Slot set(Members slot, CredentialKey key, HostPolicy hosts) {
        var type = type(slot, hosts);
        if (type instanceof Credential.Type.Oauth && slot.has("value")) {
            throw slot.unfit("value", " goes with a static credential; an oauth one is connected by a person");
        }
        try {
            var help = new Slot.Help(
                    slot.text("description", ""), slot.text("obtain", ""), slot.text("obtain_instructions", ""));
            return new Slot.Set(key, type, help, new Slot.Supply.ByPerson());
        } catch (IllegalArgumentException refused) {
            throw slot.unfit("key", ": " + refused.getMessage());
        }
    }

    private static Credential.Type type(Members slot, HostPolicy hosts) {
        return switch (slot.text("type", slot.has("oauth") ? "oauth" : "static")) {
            case "static" -> {
                if (slot.has("oauth")) throw slot.unfit("oauth", " goes with \"type\": \"oauth\"");
                yield new Credential.Type.Static();
            }
            case "oauth" -> oauth(slot.object("oauth"), hosts);
            default -> throw slot.unfit("type", " is static or oauth");
        };
    }

    private static Credential.Type.Oauth oauth(Members oauth, HostPolicy hosts) {
        oauth.only(
                "authorization_url",
                "token_url",
                "client_id",
                "scopes",
                "scope_separator",
                "disable_pkce",
                "token_auth_method");
        OauthForm.checkPkce(oauth);
        var token = url(oauth, "token_url", oauth.text("token_url"), hosts);
        var authorization = oauth.maybeText("authorization_url")
                .filter(text -> !text.isEmpty())
                .map(text -> url(oauth, "authorization_url", text, hosts))
                .orElse("");
        var authentication = switch (oauth.text("token_auth_method", "client_secret_post")) {
            case "client_secret_post" -> ClientAuthentication.CLIENT_SECRET_POST;
            case "client_secret_basic" -> ClientAuthentication.CLIENT_SECRET_BASIC;
            default -> throw oauth.unfit("token_auth_method", " is client_secret_post or client_secret_basic");
        };
        try {
            var settings = new OauthSettings(
                    token, oauth.text("client_id", ""), authentication, OauthForm.scopes(oauth), "", Until.forever());
            return new Credential.Type.Oauth(
                    settings,
                    new OauthConnection(
                            OauthConnection.Grant.AUTHORIZATION_CODE,
                            authorization,
                            "",
                            new OauthConnection.Standing.Unconnected(),
                            Instant.EPOCH));
        } catch (IllegalArgumentException refused) {
            throw oauth.unfit("token_url", ": " + refused.getMessage());
        }
    }

    private static String url(Members oauth, String name, String text, HostPolicy hosts) {
        try {
            var url = new URI(text);
            boolean whole = "https".equals(url.getScheme())
                    && url.getHost() != null
                    && url.getRawUserInfo() == null
                    && url.getRawFragment() == null;
            if (whole && text.length() <= 500) return reachable(oauth, name, url, hosts);
        } catch (URISyntaxException _) {
            // told below
        }
        throw oauth.unfit(name, " is an https:// URL of at most 500 characters");
    }

    private static String reachable(Members oauth, String name, URI url, HostPolicy hosts) {
        if (HostPattern.parse(url.getHost(), hosts) instanceof HostPatternResult.Invalid(var reason)) {
            throw oauth.unfit(name, ": its host " + reason.sentence());
        }
        return url.toString();
    }

    /// @param slot as it is stored: without a value
    static Document write(Slot slot) {
        return switch (slot) {
            case Slot.Delete(var key) -> new Document().with("action", "delete").with("key", key.text());
            case Slot.Set(var key, var type, var help, var supply) -> {
                var document = new Document()
                        .with("action", "set")
                        .with("key", key.text())
                        .with("type", type instanceof Credential.Type.Oauth ? "oauth" : "static")
                        .with("description", help.description())
                        .with("obtain", help.obtain())
                        .with("obtain_instructions", help.instructions())
                        .with("has_value", supply instanceof Slot.Supply.ByAgent);
                yield type instanceof Credential.Type.Oauth(var settings, var connection)
                        ? document.with("oauth", OauthView.settings(settings, connection))
                        : document;
            }
        };
    }
}
