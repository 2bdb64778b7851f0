package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Clean;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;

/// `agent invite`: tokens that agents take themselves.
final class AgentInviteCommands {

    private static final Argument INVITE = Argument.one("INVITE", "The agent's name, or the invite's id.");
    private static final Flag INVITE_TTL = Flag.with("invite-ttl", "TIME", "How long the invite holds; 15m otherwise");
    private static final Flag STATUS =
            Flag.with("status", "STATUS", "Only those that are pending, redeemed, revoked or expired");

    private AgentInviteCommands() {}

    static Command invite() {
        return Remote.user("invite", "Invite an agent, which takes its token itself", AgentInviteCommands::invite)
                .example("agent-vault agent invite billing-bot --vault payments:proxy", "Print what to tell the agent")
                .flags(
                        AgentCommands.ROLE,
                        AgentCommands.VAULT,
                        INVITE_TTL,
                        AgentCommands.TOKEN_TTL,
                        AgentCommands.ALONE)
                .takes(AgentCommands.NAME)
                .beside(
                        Remote.user("list", "List the invites of agents", AgentInviteCommands::invites)
                                .example("agent-vault agent invite list --status pending", "See who has not come")
                                .flags(STATUS),
                        Remote.user("revoke", "Take an agent's invite back", AgentInviteCommands::revokeInvite)
                                .example("agent-vault agent invite revoke billing-bot", "Take it back")
                                .takes(INVITE));
    }

    private static void invite(Call call, Connection server) {
        var life = SessionCommands.seconds(call.value(INVITE_TTL).orElse("15m"), INVITE_TTL);
        var body = Json.object()
                .with("name", call.one(AgentCommands.NAME))
                .with("role", call.value(AgentCommands.ROLE).orElse("no-access"))
                .with("vaults", RoleInVault.given(call, AgentCommands.VAULT, "proxy"))
                .with("ttl_seconds", life);
        var document = server.send(Request.post(AgentCommands.lasting(call, body), "v1", "agents", "invites"));
        if (call.on(AgentCommands.ALONE)) {
            call.reply().raw(document.text("token"), document);
            return;
        }
        var expires = Moments.said(call, document.text("expires_at"));
        call.reply()
                .done(
                        "Invited the agent " + call.one(AgentCommands.NAME) + "; the invite expires " + expires + ".",
                        document);
        prompt(
                call,
                document.text("invite_link"),
                "a token for you as the agent \"" + call.one(AgentCommands.NAME) + "\"");
    }

    /// What the person pastes into the agent's chat.
    static void prompt(Call call, String link, String what) {
        if (call.reply().form() == Reply.Form.JSON) return;
        if (call.reply().form() == Reply.Form.PEOPLE) call.terminal().say("Paste this to the agent:");
        var answer = call.terminal().answer();
        answer.println("This invite gives you " + what + ". It works once. Send this request:");
        answer.println();
        answer.println("POST " + Clean.line(link));
        answer.println("Content-Type: application/json");
        answer.println();
        answer.println("{}");
        answer.println();
        answer.println("The answer has your token (av_agent_token), your vaults, and instructions. Keep the token to"
                + " yourself.");
    }

    private static void invites(Call call, Connection server) {
        var document = server.send(Request.get("v1", "agents", "invites")
                .query("status", call.value(STATUS).orElse("")));
        var table = Table.of("AGENT", "STATUS", "VAULTS", "EXPIRES", "ID");
        document.items("invites")
                .forEach(invite -> table.row(
                        invite.text("agent_name"),
                        invite.text("status"),
                        RoleInVault.said(invite.items("vaults")),
                        Moments.said(call, invite.text("expires_at")),
                        invite.text("id")));
        call.reply().rows(table, document, "There are no invites. Make one: agent-vault agent invite NAME");
    }

    private static void revokeInvite(Call call, Connection server) {
        var wanted = call.one(INVITE);
        var pending =
                server.send(Request.get("v1", "agents", "invites").query("status", "pending")).items("invites").stream()
                        .filter(invite -> invite.text("agent_name").equals(wanted)
                                || invite.text("id").equals(wanted))
                        .toList();
        if (pending.size() != 1) {
            throw Failure.of(
                            pending.isEmpty()
                                    ? "No pending invite is for " + wanted + "."
                                    : "Several invites are for " + wanted + ".")
                    .next("agent-vault agent invite list --status pending");
        }
        var id = pending.getFirst().text("id");
        var document = server.send(Request.delete("v1", "agents", "invites", "by-id", id));
        call.reply().done("Took the invite of " + wanted + " back.", document);
    }
}
