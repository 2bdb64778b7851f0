package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `user`: people with an account, and those who are invited.
final class UserCommands {

    private static final Argument EMAIL = Argument.one("EMAIL", "The person's email.");
    private static final Argument INVITE =
            Argument.one("INVITE", "The invited person's email, or the end of the invite's token.");
    private static final Flag ROLE = Flag.with("role", "ROLE", "member or owner");
    private static final Flag VAULT = RoleInVault.flag("member or admin");
    private static final Flag STATUS =
            Flag.with("status", "STATUS", "Only those that are pending, accepted, revoked or expired");

    private UserCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("list", "List the people with an account", UserCommands::list)
                        .example("agent-vault user list", "See everybody"),
                Remote.user("invite", "Invite a person", UserCommands::invite)
                        .example(
                                "agent-vault user invite ann@example.com --vault payments:member",
                                "Invite Ann to payments")
                        .flags(ROLE, VAULT)
                        .takes(EMAIL)
                        .beside(
                                Remote.user("list", "List invites", UserCommands::invites)
                                        .example(
                                                "agent-vault user invite list --status pending",
                                                "See who has not answered")
                                        .flags(STATUS),
                                Remote.user("revoke", "Take an invite back", UserCommands::revoke)
                                        .example(
                                                "agent-vault user invite revoke ann@example.com",
                                                "Take Ann's invite back")
                                        .takes(INVITE)));
    }

    static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "users"));
        var table = Table.of("EMAIL", "ROLE", "VAULTS", "SINCE");
        document.items("users").stream()
                .sorted(Comparator.comparing((Json user) -> user.text("email")))
                .forEach(user -> table.row(
                        user.text("email"),
                        user.text("role"),
                        RoleInVault.said(user.items("vaults")),
                        Moments.said(call, user.text("created_at"))));
        call.reply().rows(table, document, "There is nobody. Invite somebody: agent-vault user invite EMAIL");
    }

    private static void invite(Call call, Connection server) {
        var email = call.one(EMAIL);
        var body = Json.object()
                .with("email", email)
                .with("role", call.value(ROLE).orElse("member"))
                .with("vaults", RoleInVault.given(call, VAULT, "member"));
        var document = server.send(Request.post(body, "v1", "users", "invites"));
        if (document.text("invite_link").isEmpty()) {
            call.reply().done("Invited " + email + " by email.", document);
            return;
        }
        call.reply()
                .made(
                        "Invited " + email + ". No email went out: hand over this link yourself.",
                        document.text("invite_link"),
                        document);
    }

    private static void invites(Call call, Connection server) {
        var document = server.send(Request.get("v1", "users", "invites")
                .query("status", call.value(STATUS).orElse("")));
        var table = Table.of("EMAIL", "ROLE", "STATUS", "VAULTS", "EXPIRES", "BY");
        document.items("invites")
                .forEach(invite -> table.row(
                        invite.text("email"),
                        invite.text("role"),
                        invite.text("status"),
                        RoleInVault.said(invite.items("vaults")),
                        Moments.said(call, invite.text("expires_at")),
                        invite.text("created_by")));
        call.reply().rows(table, document, "There are no invites. Make one: agent-vault user invite EMAIL");
    }

    private static void revoke(Call call, Connection server) {
        var document = server.send(Request.delete("v1", "users", "invites", call.one(INVITE)));
        call.reply().done("Took the invite of " + call.one(INVITE) + " back.", document);
    }
}
