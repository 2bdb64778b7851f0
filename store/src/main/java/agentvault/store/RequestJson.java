package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a proposal asks for, as a JSON object. A value that an agent brought is in it sealed, in base64.
final class RequestJson {

    private RequestJson() {}

    static JsonNode write(Request request) {
        var object = Json.object();
        object.set("services", Json.array(request.services(), RequestJson::write));
        object.set("slots", Json.array(request.slots(), RequestJson::write));
        return object.put("message", request.message()).put("user_message", request.userMessage());
    }

    static Request read(JsonNode node) {
        return new Request(
                Json.list(node, "services", RequestJson::readChange),
                Json.list(node, "slots", RequestJson::readSlot),
                Json.text(node, "message"),
                Json.text(node, "user_message"));
    }

    /// The values that an agent brought, in the form in which the JSON holds them.
    static List<Octets> sealedIn(Request request) {
        return request.slots().stream()
                .filter(slot -> slot instanceof Slot.Set(var _, var _, var _, Slot.Supply.ByAgent(var _)))
                .map(slot -> Json.text(write(slot), "sealed_value"))
                .map(text -> Octets.of(text.getBytes(StandardCharsets.US_ASCII)))
                .toList();
    }

    private static ObjectNode write(ServiceChange change) {
        var object = Json.object().put("name", change.name().text());
        switch (change) {
            case ServiceChange.Set(var _, var rule, var enabled, var description) -> {
                object.put("action", "set").put("enabled", enabled);
                if (!description.isEmpty()) object.put("description", description);
                object.set("rule", RuleJson.write(rule));
            }
            case ServiceChange.Switch(var _, var enabled) ->
                object.put("action", "switch").put("enabled", enabled);
            case ServiceChange.Remove(var _) -> object.put("action", "remove");
        }
        return object;
    }

    private static ServiceChange readChange(JsonNode node) {
        var name = new Slug(Json.text(node, "name"));
        return switch (Json.text(node, "action")) {
            case "set" ->
                new ServiceChange.Set(
                        name,
                        RuleJson.read(node.required("rule")),
                        Json.flag(node, "enabled"),
                        node.has("description") ? Json.text(node, "description") : "");
            case "switch" -> new ServiceChange.Switch(name, Json.flag(node, "enabled"));
            case "remove" -> new ServiceChange.Remove(name);
            default -> throw new IllegalArgumentException("no change of a service");
        };
    }

    private static ObjectNode write(Slot slot) {
        var object = Json.object().put("key", slot.key().text());
        switch (slot) {
            case Slot.Delete(var _) -> object.put("action", "delete");
            case Slot.Set(var _, var type, var help, var supply) -> {
                object.put("action", "set")
                        .put("description", help.description())
                        .put("obtain", help.obtain())
                        .put("instructions", help.instructions());
                if (type instanceof Credential.Type.Oauth oauth) object.set("oauth", OauthJson.write(oauth));
                if (supply instanceof Slot.Supply.ByAgent(var value)) object.set("sealed_value", Json.octets(value));
            }
        }
        return object;
    }

    private static Slot readSlot(JsonNode node) {
        var key = new CredentialKey(Json.text(node, "key"));
        return switch (Json.text(node, "action")) {
            case "delete" -> new Slot.Delete(key);
            case "set" -> new Slot.Set(key, readType(node), readHelp(node), readSupply(node));
            default -> throw new IllegalArgumentException("no change of a credential");
        };
    }

    private static Credential.Type readType(JsonNode node) {
        return node.has("oauth") ? OauthJson.read(node.required("oauth")) : new Credential.Type.Static();
    }

    private static Slot.Help readHelp(JsonNode node) {
        return new Slot.Help(
                Json.text(node, "description"), Json.text(node, "obtain"), Json.text(node, "instructions"));
    }

    private static Slot.Supply readSupply(JsonNode node) {
        return node.has("sealed_value")
                ? new Slot.Supply.ByAgent(Json.octets(node, "sealed_value"))
                : new Slot.Supply.ByPerson();
    }
}
