package agentvault.store;

import agentvault.address.Destination;
import agentvault.address.HostPattern;
import agentvault.address.PathPattern;
import agentvault.vault.CredentialKey;
import agentvault.vault.Placeholder;
import agentvault.vault.Reach;
import agentvault.vault.Service;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a service does, as JSON: an array of destinations or the word `session`, an attachment, an array of
/// placeholders.
final class RuleJson {

    private static final String SESSION = "session";

    private RuleJson() {}

    static JsonNode write(Service.Rule rule) {
        return Json.object()
                .set("destinations", write(rule.reach()))
                .set("attachment", AttachmentJson.write(rule.attachment()))
                .set("placeholders", write(rule.placeholders()));
    }

    static Service.Rule read(JsonNode object) {
        return new Service.Rule(
                readReach(object.required("destinations")),
                AttachmentJson.read(object.required("attachment")),
                readPlaceholders(object.required("placeholders")));
    }

    static JsonNode write(Reach reach) {
        return switch (reach) {
            case Reach.Destinations(var all) -> Json.array(all, RuleJson::write);
            case Reach.WhateverTheSessionNames() -> Json.of(SESSION);
        };
    }

    static Reach readReach(JsonNode node) {
        if (node.isArray()) return new Reach.Destinations(Json.list(node, RuleJson::readDestination));
        if (node.stringValue().equals(SESSION)) return new Reach.WhateverTheSessionNames();
        throw new IllegalArgumentException("no reach");
    }

    static JsonNode write(List<Placeholder> placeholders) {
        return Json.array(
                placeholders,
                placeholder -> Json.object()
                        .put("key", placeholder.key().text())
                        .put("text", placeholder.text())
                        .set("in", Json.array(placeholder.surfaces(), surface -> Json.of(surface.name()))));
    }

    static List<Placeholder> readPlaceholders(JsonNode array) {
        return Json.list(
                array,
                node -> new Placeholder(
                        new CredentialKey(Json.text(node, "key")),
                        Json.text(node, "text"),
                        Set.copyOf(
                                Json.list(node, "in", surface -> Placeholder.Surface.valueOf(surface.stringValue())))));
    }

    private static JsonNode write(Destination destination) {
        return Json.object()
                .put("host", destination.host().text())
                .put("port", destination.port())
                .put("cleartext", destination.cleartext())
                .put("path", destination.path().text())
                .set("methods", Json.array(destination.methods(), Json::of));
    }

    private static Destination readDestination(JsonNode node) {
        return new Destination(
                HostPattern.of(Json.text(node, "host")),
                Json.integer(node, "port"),
                Json.flag(node, "cleartext"),
                new PathPattern(Json.text(node, "path")),
                Json.list(node, "methods", JsonNode::stringValue));
    }
}
