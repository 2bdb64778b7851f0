package agentvault.store;

import agentvault.address.CanonicalPath;
import agentvault.address.HostPattern;
import agentvault.address.ServerUrl;
import agentvault.vault.Binding;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a bound credential is for, as a JSON object with a `kind`.
final class BindingJson {

    private BindingJson() {}

    static JsonNode write(Binding binding) {
        return switch (binding) {
            case Binding.Free() -> kind("free");
            case Binding.Bound(var credential, var target) -> write(target).put("credential", credential.toString());
        };
    }

    static Binding read(JsonNode node) {
        return switch (Json.text(node, "kind")) {
            case "free" -> new Binding.Free();
            case "mcp" ->
                bound(
                        node,
                        new Binding.Target.McpServer(url(node), Json.word(node, "transport", Binding.Transport.class)));
            case "host" -> bound(node, new Binding.Target.HostOf(url(node)));
            case "variable" -> bound(node, new Binding.Target.Variable(Json.text(node, "name")));
            default -> throw new IllegalArgumentException("no binding");
        };
    }

    private static Binding bound(JsonNode node, Binding.Target target) {
        return new Binding.Bound(Json.id(node, "credential"), target);
    }

    private static ObjectNode write(Binding.Target target) {
        return switch (target) {
            case Binding.Target.McpServer(var url, var transport) ->
                kind("mcp", url).put("transport", transport.name());
            case Binding.Target.HostOf(var url) -> kind("host", url);
            case Binding.Target.Variable(var name) -> kind("variable").put("name", name);
        };
    }

    private static ObjectNode kind(String kind) {
        return Json.object().put("kind", kind);
    }

    private static ObjectNode kind(String kind, ServerUrl url) {
        return kind(kind)
                .put("cleartext", url.cleartext())
                .put("host", url.host().text())
                .put("port", url.port())
                .put("path", url.path().text())
                .put("query", url.query());
    }

    private static ServerUrl url(JsonNode node) {
        return new ServerUrl(
                Json.flag(node, "cleartext"),
                HostPattern.of(Json.text(node, "host")),
                Json.integer(node, "port"),
                new CanonicalPath(Json.text(node, "path")),
                Json.text(node, "query"));
    }
}
