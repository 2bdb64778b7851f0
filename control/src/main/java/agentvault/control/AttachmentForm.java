package agentvault.control;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.HeaderName;
import agentvault.vault.HeaderTemplate;
import java.util.TreeMap;

/// Reads and writes how a service attaches its credentials, by their keys.
final class AttachmentForm {

    private static final String AUTHORIZATION = "Authorization";
    private static final Attachment.Half NOTHING = new Attachment.Half.Literal("");

    private AttachmentForm() {}

    static Attachment read(Members auth) {
        return switch (auth.text("type")) {
            case "bearer" -> new Attachment.Bearer(auth.only("type", "token").text("token", CredentialKey::new));
            case "basic" -> basic(auth.only("type", "username", "password"));
            case "api-key" -> apiKey(auth.only("type", "key", "header", "prefix"));
            case "custom" -> custom(auth.only("type", "headers"));
            case "query" -> query(auth.only("type", "key", "parameter"));
            case "passthrough" -> nothing(auth, new Attachment.Passthrough());
            case "tunnel" -> tunnel(auth);
            case "none" -> nothing(auth, new Attachment.PlaceholdersOnly());
            default ->
                throw auth.unfit("type", " is one of bearer, basic, api-key, custom, query, passthrough, tunnel, none");
        };
    }

    private static Attachment basic(Members auth) {
        var username = new Attachment.Half.OfCredential(auth.text("username", CredentialKey::new));
        var password = auth.maybeText("password", CredentialKey::new)
                .<Attachment.Half>map(Attachment.Half.OfCredential::new)
                .orElse(NOTHING);
        return new Attachment.Basic(username, password);
    }

    private static Attachment apiKey(Members auth) {
        var key = auth.text("key", CredentialKey::new);
        var header = auth.maybeText("header", HeaderName::new).orElseGet(() -> new HeaderName(AUTHORIZATION));
        return auth.maybeText("prefix", prefix -> new Attachment.ApiKey(key, header, prefix))
                .orElseGet(() -> new Attachment.ApiKey(key, header, ""));
    }

    private static Attachment custom(Members auth) {
        var inner = auth.object("headers");
        var headers = new TreeMap<HeaderName, HeaderTemplate>();
        for (var name : inner.names()) {
            var header = inner.named(name, HeaderName::new);
            if (headers.put(header, inner.text(name, HeaderTemplate::new)) != null) {
                throw inner.unfit(name, " is there twice");
            }
        }
        if (headers.isEmpty()) throw auth.unfit("headers", " names no header");
        return new Attachment.Custom(headers);
    }

    private static Attachment query(Members auth) {
        var key = auth.text("key", CredentialKey::new);
        return auth.text("parameter", parameter -> new Attachment.Query(key, parameter));
    }

    private static Attachment tunnel(Members auth) {
        if (auth.names().size() > 1) throw ServiceForm.tunnelWithCredential();
        return new Attachment.Tunnel();
    }

    private static Attachment nothing(Members auth, Attachment attachment) {
        auth.only("type");
        return attachment;
    }

    static Document write(Attachment attachment) {
        return switch (attachment) {
            case Attachment.Bearer(var token) -> typed("bearer").with("token", token.text());
            case Attachment.Basic(var username, var password) -> {
                var document = half(typed("basic"), "username", username);
                yield password.equals(NOTHING) ? document : half(document, "password", password);
            }
            case Attachment.ApiKey(var key, var header, var prefix) -> {
                var document = typed("api-key").with("key", key.text()).with("header", header.text());
                yield prefix.isEmpty() ? document : document.with("prefix", prefix);
            }
            case Attachment.Custom(var headers) -> {
                var templates = new Document();
                headers.forEach((name, template) -> templates.with(name.text(), template.text()));
                yield typed("custom").with("headers", templates);
            }
            case Attachment.Query(var key, var parameter) ->
                typed("query").with("key", key.text()).with("parameter", parameter);
            case Attachment.Passthrough() -> typed("passthrough");
            case Attachment.Tunnel() -> typed("tunnel");
            case Attachment.PlaceholdersOnly() -> typed("none");
        };
    }

    private static Document half(Document document, String name, Attachment.Half half) {
        return switch (half) {
            case Attachment.Half.OfCredential(var key) -> document.with(name, key.text());
            case Attachment.Half.Literal(var text) -> document.with(name + "_text", text);
        };
    }

    private static Document typed(String type) {
        return new Document().with("type", type);
    }
}
