package agentvault.store;

import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.HeaderName;
import agentvault.vault.HeaderTemplate;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a service puts its credential, as a JSON object with a `kind`.
final class AttachmentJson {

    private AttachmentJson() {}

    static ObjectNode write(Attachment attachment) {
        return switch (attachment) {
            case Attachment.Bearer(var token) -> kind("bearer").put("token", token.text());
            case Attachment.Basic(var username, var password) -> {
                var object = kind("basic");
                object.set("username", write(username));
                object.set("password", write(password));
                yield object;
            }
            case Attachment.ApiKey(var key, var header, var prefix) ->
                kind("api-key")
                        .put("key", key.text())
                        .put("header", header.text())
                        .put("prefix", prefix);
            case Attachment.Custom(var headers) -> {
                var object = kind("custom");
                var templates = Json.object();
                headers.forEach((name, template) -> templates.put(name.text(), template.text()));
                object.set("headers", templates);
                yield object;
            }
            case Attachment.Query(var key, var parameter) ->
                kind("query").put("key", key.text()).put("parameter", parameter);
            case Attachment.Passthrough() -> kind("passthrough");
            case Attachment.Tunnel() -> kind("tunnel");
            case Attachment.PlaceholdersOnly() -> kind("placeholders");
        };
    }

    static Attachment read(JsonNode node) {
        return switch (Json.text(node, "kind")) {
            case "bearer" -> new Attachment.Bearer(key(node, "token"));
            case "basic" ->
                new Attachment.Basic(readHalf(node.required("username")), readHalf(node.required("password")));
            case "api-key" ->
                new Attachment.ApiKey(
                        key(node, "key"), new HeaderName(Json.text(node, "header")), Json.text(node, "prefix"));
            case "custom" -> {
                var headers = new TreeMap<HeaderName, HeaderTemplate>();
                node.required("headers")
                        .asObject()
                        .forEachEntry((name, template) ->
                                headers.put(new HeaderName(name), new HeaderTemplate(template.stringValue())));
                yield new Attachment.Custom(headers);
            }
            case "query" -> new Attachment.Query(key(node, "key"), Json.text(node, "parameter"));
            case "passthrough" -> new Attachment.Passthrough();
            case "tunnel" -> new Attachment.Tunnel();
            case "placeholders" -> new Attachment.PlaceholdersOnly();
            default -> throw new IllegalArgumentException("no attachment");
        };
    }

    private static ObjectNode kind(String kind) {
        return Json.object().put("kind", kind);
    }

    private static CredentialKey key(JsonNode node, String member) {
        return new CredentialKey(Json.text(node, member));
    }

    private static JsonNode write(Attachment.Half half) {
        return switch (half) {
            case Attachment.Half.OfCredential(var key) -> Json.object().put("key", key.text());
            case Attachment.Half.Literal(var text) -> Json.object().put("text", text);
        };
    }

    private static Attachment.Half readHalf(JsonNode node) {
        return node.has("key")
                ? new Attachment.Half.OfCredential(key(node, "key"))
                : new Attachment.Half.Literal(Json.text(node, "text"));
    }
}
