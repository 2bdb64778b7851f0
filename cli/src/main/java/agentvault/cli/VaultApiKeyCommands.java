package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `vault api-key`: the API keys of a vault.
final class VaultApiKeyCommands {

    private static final Argument NAME = Argument.one("NAME", "The key's name.");
    private static final Flag ROLE = Flag.with("role", "ROLE", "proxy, member or admin");

    private VaultApiKeyCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("list", "List the API keys of a vault", VaultApiKeyCommands::list)
                        .example("agent-vault vault api-key list --vault payments", "See which keys use it")
                        .flags(Vaults.VAULT),
                Remote.user("add", "Let an API key use a vault", VaultApiKeyCommands::add)
                        .example(
                                "agent-vault vault api-key add backend --vault payments",
                                "Let backend use its credentials")
                        .flags(ROLE, Vaults.VAULT)
                        .takes(NAME),
                Remote.user("remove", "Take an API key out of a vault", VaultApiKeyCommands::remove)
                        .example("agent-vault vault api-key remove backend", "Take it out; this counts at once")
                        .flags(Vaults.VAULT)
                        .takes(NAME),
                Remote.user("set-role", "Change what an API key may do in a vault", VaultApiKeyCommands::setRole)
                        .example(
                                "agent-vault vault api-key set-role backend --role proxy",
                                "Let it use credentials and nothing else")
                        .flags(ROLE, Vaults.VAULT)
                        .takes(NAME));
    }

    private static void list(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.get("v1", "vaults", vault, "api-keys"));
        var table = Table.of("NAME", "ROLE", "STATUS");
        document.items("api_keys").stream()
                .sorted(Comparator.comparing((Json key) -> key.text("name")))
                .forEach(key -> table.row(key.text("name"), key.text("vault_role"), key.text("status")));
        call.reply()
                .rows(
                        table,
                        document,
                        "No API key uses " + vault + ". Let one: agent-vault vault api-key add NAME --vault " + vault);
    }

    private static void add(Call call, Connection server) {
        var vault = Vaults.name(call);
        var body = Json.object()
                .with("name", call.one(NAME))
                .with("role", call.value(ROLE).orElse("proxy"));
        var document = server.send(Request.post(body, "v1", "vaults", vault, "api-keys"));
        call.reply()
                .done(
                        "Let the API key " + call.one(NAME) + " use " + vault + " as " + body.text("role") + ".",
                        document);
    }

    private static void remove(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.delete("v1", "vaults", vault, "api-keys", call.one(NAME)));
        call.reply().done("Took the API key " + call.one(NAME) + " out of " + vault + ".", document);
    }

    private static void setRole(Call call, Connection server) {
        var vault = Vaults.name(call);
        var role = Roles.required(call, ROLE);
        var body = Json.object().with("role", role);
        var document = server.send(Request.post(body, "v1", "vaults", vault, "api-keys", call.one(NAME), "role"));
        call.reply().done("The API key " + call.one(NAME) + " is now " + role + " in " + vault + ".", document);
    }
}
