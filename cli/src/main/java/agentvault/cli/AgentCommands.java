package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `agent`: who uses credentials without seeing them.
final class AgentCommands {

    static final Argument NAME = Argument.one("NAME", "The agent's name.");
    private static final Argument NEW = Argument.one("NEW", "The agent's new name.");
    static final Flag ROLE = Flag.with("role", "ROLE", "no-access, member or owner");
    static final Flag VAULT = RoleInVault.flag("proxy, member or admin");
    static final Flag TOKEN_TTL = Flag.with("token-ttl", "TIME", "How long the token holds, from 5m to 7d");
    private static final Flag BY_INVITE = Flag.on("invite", "Print an invite; the old tokens hold until it is used");
    static final Flag ALONE = Flag.on("token-only", "Print the token and nothing else");

    /// What a token is called in the answers of a server.
    private static final String HANDED_OUT = "av_agent_token";

    private AgentCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("create", "Make an agent and print its token, once", AgentCommands::create)
                        .example(
                                "agent-vault agent create billing-bot --vault payments:proxy",
                                "Make an agent that may use what is in payments")
                        .example("agent-vault agent create ci --token-only > ci.token", "Keep the token in a file")
                        .flags(ROLE, VAULT, TOKEN_TTL, ALONE)
                        .takes(NAME),
                AgentInviteCommands.invite(),
                Remote.user("list", "List the agents you can see", AgentCommands::list)
                        .example("agent-vault agent list", "See the agents and their vaults"),
                Remote.user("info", "Show one agent", AgentCommands::info)
                        .example("agent-vault agent info billing-bot", "See what it may do")
                        .takes(NAME),
                Remote.user("rotate", "Give an agent a new token; the old ones die at once", AgentCommands::rotate)
                        .example("agent-vault agent rotate billing-bot", "Print its new token, once")
                        .example("agent-vault agent rotate billing-bot --invite", "Let the agent take it itself")
                        .flags(BY_INVITE, TOKEN_TTL, ALONE)
                        .takes(NAME),
                Remote.user("revoke", "End all tokens of an agent; the agent stays in the list", AgentCommands::revoke)
                        .example("agent-vault agent revoke billing-bot", "Stop it now")
                        .takes(NAME),
                Remote.user("delete", "Delete an agent", AgentCommands::delete)
                        .example("agent-vault agent delete billing-bot", "Delete it, after you typed its name")
                        .flags(Remote.YES)
                        .takes(NAME),
                Remote.user("rename", "Give an agent another name", AgentCommands::rename)
                        .example("agent-vault agent rename billing-bot invoice-bot", "Rename it")
                        .takes(NAME, NEW),
                Remote.user("set-role", "Change what an agent may do on the server", AgentCommands::setRole)
                        .example("agent-vault agent set-role billing-bot --role no-access", "Leave it its vaults alone")
                        .flags(ROLE)
                        .takes(NAME));
    }

    private static void create(Call call, Connection server) {
        var body = Json.object()
                .with("name", call.one(NAME))
                .with("role", call.value(ROLE).orElse("no-access"))
                .with("vaults", RoleInVault.given(call, VAULT, "proxy"));
        var document = server.send(Request.post(lasting(call, body), "v1", "agents"));
        handOut(call, "Made the agent " + call.one(NAME) + ".", document);
    }

    static Json.Fields lasting(Call call, Json.Fields body) {
        var life = call.value(TOKEN_TTL);
        return life.isEmpty() ? body : body.with("session_ttl_seconds", SessionCommands.seconds(life.get(), TOKEN_TTL));
    }

    private static void rotate(Call call, Connection server) {
        if (call.on(BY_INVITE)) {
            var body = Json.object().with("invite", true);
            var document = server.send(Request.post(lasting(call, body), "v1", "agents", call.one(NAME), "rotate"));
            call.reply()
                    .done("Made an invite for the agent " + call.one(NAME) + "; it expires in 15 minutes.", document);
            AgentInviteCommands.prompt(
                    call, document.text("invite_url"), "a new token as the agent \"" + call.one(NAME) + "\"");
            return;
        }
        var document =
                server.send(Request.post(lasting(call, Json.object()), "v1", "agents", call.one(NAME), "rotate"));
        handOut(call, "Gave the agent " + call.one(NAME) + " a new token; the old ones are dead.", document);
    }

    private static void handOut(Call call, String sentence, Json document) {
        var handedOut = document.text(HANDED_OUT);
        if (handedOut.isEmpty()) throw Failure.of("The server gave no token for " + call.one(NAME) + ".");
        if (call.on(ALONE)) {
            call.reply().raw(handedOut, document);
            return;
        }
        call.reply().made(sentence + " Its token, shown this once:", handedOut, document);
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "agents"));
        var table = Table.of("NAME", "ROLE", "STATUS", "VAULTS", "MADE");
        document.items("agents").stream()
                .sorted(Comparator.comparing((Json agent) -> agent.text("name")))
                .forEach(agent -> table.row(
                        agent.text("name"),
                        agent.text("role"),
                        agent.text("status"),
                        RoleInVault.said(agent.items("vaults")),
                        Moments.said(call, agent.text("created_at"))));
        call.reply().rows(table, document, "There are no agents. Make one: agent-vault agent create NAME");
    }

    private static void info(Call call, Connection server) {
        var agent = server.send(Request.get("v1", "agents", call.one(NAME)));
        call.reply()
                .facts(
                        List.of(
                                new Fact("name", agent.text("name")),
                                new Fact("role", agent.text("role")),
                                new Fact("status", agent.text("status")),
                                new Fact("vaults", RoleInVault.said(agent.items("vaults"))),
                                new Fact("tokens", agent.text("active_tokens")),
                                new Fact("made", Moments.said(call, agent.text("created_at"))),
                                new Fact("made by", agent.text("created_by"))),
                        agent);
    }

    private static void revoke(Call call, Connection server) {
        var document = server.send(Request.delete("v1", "agents", call.one(NAME)));
        call.reply().done("Revoked the agent " + call.one(NAME) + "; its tokens are dead.", document);
    }

    private static void delete(Call call, Connection server) {
        var name = call.one(NAME);
        Remote.confirm(call, "Deleting the agent " + name, name);
        var document = server.send(Request.post(Json.object(), "v1", "agents", name, "delete"));
        call.reply().done("Deleted the agent " + name + ".", document);
    }

    private static void rename(Call call, Connection server) {
        var body = Json.object().with("name", call.one(NEW));
        var document = server.send(Request.post(body, "v1", "agents", call.one(NAME), "rename"));
        call.reply().done("Renamed the agent " + call.one(NAME) + " to " + call.one(NEW) + ".", document);
    }

    private static void setRole(Call call, Connection server) {
        var role = Roles.required(call, ROLE);
        var body = Json.object().with("role", role);
        var document = server.send(Request.post(body, "v1", "agents", call.one(NAME), "role"));
        call.reply().done("The agent " + call.one(NAME) + " is now " + role + ".", document);
    }
}
