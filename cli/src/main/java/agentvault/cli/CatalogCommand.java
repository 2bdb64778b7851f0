package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Nearest;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `catalog`: services that the server knows by name.
final class CatalogCommand {

    private CatalogCommand() {}

    static Command catalog() {
        return Remote.open("catalog", "List the services that can be added by name", CatalogCommand::list)
                .example("agent-vault catalog", "See what vault service add --from takes");
    }

    /// The service that a template of the catalog describes, with the credential it suggests.
    static Json.Fields service(Connection server, String id) {
        var templates = templates(server.send(Request.get("v1", "service-catalog")));
        var template = templates.stream()
                .filter(one -> one.text("id").equals(id))
                .findFirst()
                .orElseThrow(() -> missing(id, templates));
        var service = Json.object()
                .with("name", id)
                .with("host", template.text("host"))
                .with("auth", auth(template));
        return template.has("substitutions") ? service.with("substitutions", template.get("substitutions")) : service;
    }

    private static Json auth(Json template) {
        var key = template.text("suggested_credential_key");
        var auth = Json.object().with("type", template.text("auth_type"));
        return switch (template.text("auth_type")) {
            case "bearer" -> auth.with("token", key);
            case "basic" -> auth.with("username", key);
            case "api-key" -> {
                var keyed = auth.with("key", key);
                if (template.has("header")) keyed = keyed.with("header", template.text("header"));
                yield template.has("prefix") ? keyed.with("prefix", template.text("prefix")) : keyed;
            }
            case "custom" -> auth.with("headers", template.get("headers"));
            default -> auth;
        };
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "service-catalog"));
        var table = Table.of("ID", "NAME", "HOST", "AUTH", "CREDENTIAL");
        templates(document)
                .forEach(one -> table.row(
                        one.text("id"),
                        one.text("name"),
                        one.text("host"),
                        one.text("auth_type"),
                        one.text("suggested_credential_key")));
        call.reply()
                .rows(
                        table,
                        document,
                        "The catalog is empty. Describe a service: agent-vault vault service add --host HOST");
    }

    private static List<Json> templates(Json document) {
        return document.items("services").stream()
                .sorted(Comparator.comparing((Json one) -> one.text("id")))
                .toList();
    }

    private static Failure missing(String id, List<Json> templates) {
        var failure = Failure.of("The catalog has no \"" + id + "\".");
        var ids = templates.stream().map(one -> one.text("id")).toList();
        return Nearest.to(id, ids)
                .map(near -> failure.next("agent-vault vault service add --from " + near))
                .orElse(failure.next("agent-vault catalog"));
    }
}
