package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import java.util.List;

/// `account`: who one is.
final class AccountCommands {

    private AccountCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("whoami", "Show who you are, and where", AccountCommands::whoami)
                        .example("agent-vault account whoami", "See your email, your role and the server"),
                Remote.user(
                                "change-password",
                                "Change your password; every session ends but a new one here",
                                AccountCommands::changePassword)
                        .example("agent-vault account change-password", "Type the password of now, then the new one")
                        .flags(Passwords.STDIN),
                Remote.user("delete", "Delete your account", AccountCommands::delete)
                        .example("agent-vault account delete", "Delete it, after you typed your email")
                        .flags(Remote.YES));
    }

    private static void whoami(Call call, Connection server) {
        var me = me(server);
        call.reply()
                .facts(
                        List.of(
                                new Fact("email", me.text("email")),
                                new Fact("role", me.text("role")),
                                new Fact("server", server.address().toString())),
                        me);
    }

    private static void changePassword(Call call, Connection server) {
        List<HiddenText> passwords = call.on(Passwords.STDIN)
                ? Passwords.lines(call, 2)
                : List.of(Passwords.typed(call, "The password of now:"), Passwords.chosen(call, "The new password:"));
        var body =
                Json.object().with("current_password", passwords.getFirst()).with("new_password", passwords.getLast());
        var document = server.send(Request.post(body, "v1", "auth", "change-password"));
        server.logIn().kept(server.email(), document);
        call.reply()
                .done(
                        "Changed your password; all your other sessions have ended.",
                        Json.object().with("changed", true));
    }

    private static void delete(Call call, Connection server) {
        var email = me(server).text("email");
        Remote.confirm(call, "Deleting the account " + email, email);
        var document = server.send(Request.delete("v1", "auth", "account"));
        ClientFiles.of(call.environment()).forgetLogin();
        call.reply().done("Deleted the account " + email + ".", document);
    }

    private static Json me(Connection server) {
        return server.send(Request.get("v1", "auth", "me"));
    }
}
