package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `vault user`: the people of a vault.
final class VaultUserCommands {

    private static final Argument EMAIL = Argument.one("EMAIL", "The person's email.");
    private static final Flag ROLE = Flag.with("role", "ROLE", "member or admin");

    private VaultUserCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("list", "List the people of a vault", VaultUserCommands::list)
                        .example("agent-vault vault user list --vault payments", "See who has access")
                        .flags(Vaults.VAULT),
                Remote.user("add", "Let a person into a vault", VaultUserCommands::add)
                        .example(
                                "agent-vault vault user add ann@example.com --role member",
                                "Let Ann read and change credentials")
                        .flags(ROLE, Vaults.VAULT)
                        .takes(EMAIL),
                Remote.user("remove", "Take a person out of a vault", VaultUserCommands::remove)
                        .example("agent-vault vault user remove ann@example.com", "Take Ann out; this counts at once")
                        .flags(Vaults.VAULT)
                        .takes(EMAIL),
                Remote.user("set-role", "Change what a person may do in a vault", VaultUserCommands::setRole)
                        .example("agent-vault vault user set-role ann@example.com --role admin", "Make Ann an admin")
                        .flags(ROLE, Vaults.VAULT)
                        .takes(EMAIL));
    }

    private static void list(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.get("v1", "vaults", vault, "users"));
        var table = Table.of("EMAIL", "ROLE", "STATUS");
        document.items("users").stream()
                .sorted(Comparator.comparing((Json user) -> user.text("email")))
                .forEach(user -> table.row(user.text("email"), user.text("role"), user.text("status")));
        call.reply()
                .rows(
                        table,
                        document,
                        "Nobody is in " + vault + ". Let somebody in: agent-vault vault user add EMAIL --vault "
                                + vault);
    }

    private static void add(Call call, Connection server) {
        var vault = Vaults.name(call);
        var body = Json.object()
                .with("email", call.one(EMAIL))
                .with("role", call.value(ROLE).orElse("member"));
        var document = server.send(Request.post(body, "v1", "vaults", vault, "users"));
        call.reply().done("Let " + call.one(EMAIL) + " into " + vault + " as its " + body.text("role") + ".", document);
    }

    private static void remove(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.delete("v1", "vaults", vault, "users", call.one(EMAIL)));
        call.reply().done("Took " + call.one(EMAIL) + " out of " + vault + ".", document);
    }

    private static void setRole(Call call, Connection server) {
        var vault = Vaults.name(call);
        var role = Roles.required(call, ROLE);
        var body = Json.object().with("role", role);
        var document = server.send(Request.post(body, "v1", "vaults", vault, "users", call.one(EMAIL), "role"));
        call.reply().done(call.one(EMAIL) + " is now " + role + " in " + vault + ".", document);
    }
}
