package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `vault agent`: the agents of a vault.
final class VaultAgentCommands {

    private static final Argument NAME = Argument.one("NAME", "The agent's name.");
    private static final Flag ROLE = Flag.with("role", "ROLE", "proxy, member or admin");

    private VaultAgentCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("list", "List the agents of a vault", VaultAgentCommands::list)
                        .example("agent-vault vault agent list --vault payments", "See which agents use it")
                        .flags(Vaults.VAULT),
                Remote.user("add", "Let an agent use a vault", VaultAgentCommands::add)
                        .example(
                                "agent-vault vault agent add billing-bot --vault payments",
                                "Let billing-bot use its credentials, and see none")
                        .flags(ROLE, Vaults.VAULT)
                        .takes(NAME),
                Remote.user("remove", "Take an agent out of a vault", VaultAgentCommands::remove)
                        .example("agent-vault vault agent remove billing-bot", "Take it out; this counts at once")
                        .flags(Vaults.VAULT)
                        .takes(NAME),
                Remote.user("set-role", "Change what an agent may do in a vault", VaultAgentCommands::setRole)
                        .example(
                                "agent-vault vault agent set-role billing-bot --role proxy",
                                "Let it use credentials and nothing else")
                        .flags(ROLE, Vaults.VAULT)
                        .takes(NAME));
    }

    private static void list(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.get("v1", "vaults", vault, "agents"));
        var table = Table.of("NAME", "ROLE", "STATUS");
        document.items("agents").stream()
                .sorted(Comparator.comparing((Json agent) -> agent.text("name")))
                .forEach(agent -> table.row(agent.text("name"), agent.text("vault_role"), agent.text("status")));
        call.reply()
                .rows(
                        table,
                        document,
                        "No agent uses " + vault + ". Let one: agent-vault vault agent add NAME --vault " + vault);
    }

    private static void add(Call call, Connection server) {
        var vault = Vaults.name(call);
        var body = Json.object()
                .with("name", call.one(NAME))
                .with("role", call.value(ROLE).orElse("proxy"));
        var document = server.send(Request.post(body, "v1", "vaults", vault, "agents"));
        call.reply()
                .done("Let the agent " + call.one(NAME) + " use " + vault + " as " + body.text("role") + ".", document);
    }

    private static void remove(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.delete("v1", "vaults", vault, "agents", call.one(NAME)));
        call.reply().done("Took the agent " + call.one(NAME) + " out of " + vault + ".", document);
    }

    private static void setRole(Call call, Connection server) {
        var vault = Vaults.name(call);
        var role = Roles.required(call, ROLE);
        var body = Json.object().with("role", role);
        var document = server.send(Request.post(body, "v1", "vaults", vault, "agents", call.one(NAME), "role"));
        call.reply().done("The agent " + call.one(NAME) + " is now " + role + " in " + vault + ".", document);
    }
}
