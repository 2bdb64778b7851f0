package agentvault.faces;

import agentvault.control.Contract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes the plainest body that a schema takes: what has to be there, and nothing else but what is asked for.
final class Sketch {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int MOST_DEPTH = 8;

    /// What texts have to look like, by the names of their members.
    private static final Map<String, String> FITTING = Map.ofEntries(
            Map.entry("mcp_server_url", "https://mcp.example.com/mcp"),
            Map.entry("serverUrl", "https://mcp.example.com/mcp"),
            Map.entry("url", "https://api.example.com/v1"),
            Map.entry("host", "api.example.com"),
            Map.entry("token_url", "https://auth.example.com/token"),
            Map.entry("authorization_url", "https://auth.example.com/authorize"),
            Map.entry("key", "A_KEY"),
            Map.entry("keys", "A_KEY"),
            Map.entry("digest", "00"),
            Map.entry("email", "somebody@example.com"),
            Map.entry("name", "some-name"),
            Map.entry("slug", "some-slug"));

    private final Contract contract;

    Sketch(Contract contract) {
        this.contract = contract;
    }

    /// Members whose names are looked for, as the way to each.
    List<List<String>> sites(JsonNode schema, List<String> names) {
        var found = new ArrayList<List<String>>();
        walk(schema, List.of(), names, found);
        return found.stream().distinct().toList();
    }

    private void walk(JsonNode asked, List<String> way, List<String> names, List<List<String>> found) {
        var schema = contract.resolved(asked);
        if (way.size() > MOST_DEPTH) return;
        schema.path("oneOf").forEach(one -> walk(one, way, names, found));
        if (schema.has("items")) walk(schema.get("items"), way, names, found);
        schema.path("properties").properties().forEach(member -> {
            var there = new ArrayList<>(way);
            there.add(member.getKey());
            if (names.contains(member.getKey())) found.add(there);
            walk(member.getValue(), there, names, found);
        });
    }

    /// The plainest body with one text at the end of a way; an empty way asks for none.
    JsonNode body(JsonNode schema, List<String> way, String text) {
        return value(schema, "", way, text, 0);
    }

    private JsonNode value(JsonNode asked, String name, List<String> way, String text, int depth) {
        var schema = contract.resolved(asked);
        if (depth > MOST_DEPTH) return JSON.nullNode();
        if (schema.has("oneOf")) return value(fitting(schema, way), name, way, text, depth);
        if (schema.has("const")) return schema.get("const");
        if (schema.has("enum") && !schema.get("enum").isEmpty())
            return schema.get("enum").get(0);
        var type = schema.path("type");
        return switch (type.isArray() ? type.get(0).asString() : type.asString("string")) {
            case "object" -> object(schema, way, text, depth);
            case "array" -> JSON.arrayNode().add(value(schema.path("items"), name, way, text, depth + 1));
            case "integer" -> JSON.numberNode(schema.path("minimum").asLong(1));
            case "boolean" -> JSON.booleanNode(true);
            case "null" -> JSON.nullNode();
            default -> JSON.stringNode(FITTING.getOrDefault(name, "a-text"));
        };
    }

    /// The first of several that has the way; a way that has ended fits the first.
    private JsonNode fitting(JsonNode schema, List<String> way) {
        for (var one : schema.get("oneOf")) {
            var members = contract.resolved(one).path("properties");
            if (!way.isEmpty() && members.has(way.getFirst())) return one;
        }
        return schema.get("oneOf").get(0);
    }

    private ObjectNode object(JsonNode schema, List<String> way, String text, int depth) {
        var object = JSON.objectNode();
        var members = schema.path("properties");
        schema.path("required").forEach(required -> {
            var name = required.asString();
            object.set(name, value(members.path(name), name, List.of(), text, depth + 1));
        });
        if (schema.path("additionalProperties").isObject() && members.isEmpty())
            object.set("A_KEY", value(schema.get("additionalProperties"), "A_KEY", List.of(), text, depth + 1));
        if (way.isEmpty() || !members.has(way.getFirst())) return object;
        var name = way.getFirst();
        var member = contract.resolved(members.get(name));
        boolean last = way.size() == 1;
        if (last) object.set(name, list(member) ? JSON.arrayNode().add(text) : JSON.stringNode(text));
        else object.set(name, value(member, name, way.subList(1, way.size()), text, depth + 1));
        return object;
    }

    private static boolean list(JsonNode schema) {
        return schema.path("type").asString("").equals("array");
    }
}
