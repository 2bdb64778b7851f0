package agentvault.operations;

import agentvault.access.EmailAddress;
import agentvault.access.Login;
import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import agentvault.workspace.Outcome;
import agentvault.workspace.Passwords;
import agentvault.workspace.Workspace;
import java.util.List;

/// `owner reset-password`: another password for somebody who lost theirs, from whoever can open the vault at the
/// console. The way is the one of a mailed code, so the trail tells it like any other.
final class ResetPasswordCommand {

    private static final Argument EMAIL = Argument.one("EMAIL", "Whose password.");
    private static final Login.Device CONSOLE = new Login.Device("console");

    private ResetPasswordCommand() {}

    static Command command() {
        return Offline.command("reset-password", """
                Give somebody who lost their password another one

                It takes what opens the vault, and a server that does not run. Every login of the
                account ends. With --password-stdin, the last line is the new password; where a master
                password opens the vault, that is the line before.""", ResetPasswordCommand::reset)
                .example("agent-vault owner reset-password ana@example.com", "Type the new password twice")
                .takes(EMAIL)
                .flags(Typed.STDIN);
    }

    private static int reset(Call call) {
        var address = address(call.one(EMAIL));
        try (var vault = ClosedVault.open(call)) {
            boolean locked = Unlocked.byPassword(vault.store());
            var typed = call.on(Typed.STDIN) ? Typed.lines(call, locked ? 2 : 1) : List.<HiddenText>of();
            try (var unlocked = typed.size() == 2 ? Unlocked.password(typed.getFirst()) : vault.unlock();
                    var instance = vault.start(unlocked)) {
                var chosen =
                        typed.isEmpty() ? Typed.chosen(call, "New password of " + address.text()) : typed.getLast();
                change(instance.workspace(), address, chosen);
            }
        }
        call.reply()
                .done(
                        "Changed the password of " + address.text() + " and ended all logins of it.",
                        Json.object().with("email", address.text()));
        return Exit.DONE;
    }

    private static void change(Workspace workspace, EmailAddress address, HiddenText chosen) {
        var code = done(workspace.passwords().forgot(address, Face.LOCAL))
                .orElseThrow(() -> Failure.of("Nobody with the address " + address.text() + " can be given a password.")
                        .because("There is no such active account, or three codes were asked for in the last quarter"
                                + " of an hour."));
        try (code;
                var next = chosen.reveal(text -> Secret.take(text.toCharArray()))) {
            var reset = new Passwords.Reset(address, code, next);
            done(workspace.passwords().reset(reset, CONSOLE, Face.LOCAL)).close();
        }
    }

    private static EmailAddress address(String typed) {
        if (EmailAddress.valid(typed)) return new EmailAddress(typed);
        throw Failure.misuse("\"" + typed + "\" is no address of an account.");
    }

    private static <T> T done(Outcome<T> outcome) {
        return switch (outcome) {
            case Outcome.Done<T>(var value) -> value;
            case Outcome.Refused<T>(var problem) -> throw Failure.of(problem.sentence());
        };
    }
}
