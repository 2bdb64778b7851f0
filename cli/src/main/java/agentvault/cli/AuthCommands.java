package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;

/// `auth`: accounts, logins, and the sessions they make.
final class AuthCommands {

    private static final Flag EMAIL = Flag.with("email", "EMAIL", "Your email; asked for if it is left out");
    private static final Flag DEVICE =
            Flag.with("device-label", "TEXT", "What the list of sessions calls this machine");
    private static final Argument SESSION =
            Argument.one("ID", "The session, as agent-vault auth sessions list shows it.");

    private AuthCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.open(
                                "register",
                                "Make an account on a server; the first one is the owner's",
                                AuthCommands::register)
                        .example("agent-vault auth register", "Make an account on the server of this machine")
                        .example(
                                "agent-vault auth register --address https://vault.example.com --email ann@example.com",
                                "Make one on another server")
                        .flags(EMAIL, Passwords.STDIN),
                Remote.open("verify", "Confirm your email by the code that was sent to it", AuthCommands::verify)
                        .example("agent-vault auth verify --email ann@example.com", "Type the code")
                        .flags(EMAIL),
                Remote.open("login", "Log in to a server", AuthCommands::login)
                        .example("agent-vault auth login", "Log in to the server of this machine")
                        .example(
                                "agent-vault auth login --address https://vault.example.com --email ann@example.com",
                                "Log in to another server")
                        .flags(EMAIL, Passwords.STDIN, DEVICE),
                Remote.open("logout", "End the session of this machine", AuthCommands::logout)
                        .example("agent-vault auth logout", "Log out"),
                Command.group("sessions", "Where you are logged in", AuthCommands::sessions));
    }

    private static List<Command> sessions() {
        return List.of(
                Remote.user("list", "List where you are logged in", AuthCommands::list)
                        .example("agent-vault auth sessions list", "See all your sessions"),
                Remote.user("revoke", "End one of your sessions", AuthCommands::revoke)
                        .example(
                                "agent-vault auth sessions revoke 3f9c2b71d0a84e65c1aa",
                                "End a session on a lost machine")
                        .takes(SESSION));
    }

    private static void register(Call call, Connection server) {
        var email = email(call);
        var login = new Registration(call, server).with(email, Passwords.chosen(call, "Choose a password:"));
        loggedIn(call, login, "Made the account " + email + " and logged in to " + login.address() + ".");
    }

    private static void verify(Call call, Connection server) {
        var registration = new Registration(call, server);
        var email = email(call);
        var code = call.terminal().screen().asks()
                ? registration.code()
                : call.terminal().allInput().reveal(String::strip);
        var login = registration.confirmed(email, code);
        loggedIn(call, login, "Confirmed " + email + " and logged in to " + login.address() + ".");
    }

    private static void login(Call call, Connection server) {
        var email = email(call);
        var password = Passwords.asked(call, "Password:");
        var login = server.logIn().with(email, password, call.value(DEVICE).orElse(""));
        loggedIn(call, login, "Logged in to " + login.address() + " as " + email + ".");
    }

    private static void loggedIn(Call call, Login login, String sentence) {
        call.reply()
                .done(
                        sentence,
                        Json.object()
                                .with("address", login.address().toString())
                                .with("email", login.email()));
    }

    /// The machine forgets its session even if the server cannot be told: that is what was asked for.
    private static void logout(Call call, Connection open) {
        var files = ClientFiles.of(call.environment());
        var login = files.login();
        if (login.isEmpty()) {
            call.reply().done("Nobody was logged in.", Json.object().with("logged_out", false));
            return;
        }
        try {
            Connection.as(call, login.get()).forget();
        } catch (Failure unreachable) {
            call.terminal().say("The server could not be told: its session ends when it expires.");
        }
        files.forgetLogin();
        call.reply()
                .done(
                        "Logged out of " + login.get().address() + ".",
                        Json.object().with("logged_out", true));
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "auth", "sessions"));
        var table = Table.of("ID", "DEVICE", "ADDRESS", "LAST USED", "EXPIRES", "");
        document.items("sessions").stream()
                .sorted(Comparator.comparing((Json session) -> session.text("last_used_at"))
                        .reversed())
                .forEach(session -> table.row(
                        session.text("id"),
                        session.text("device_label"),
                        session.text("last_ip"),
                        Moments.said(call, session.text("last_used_at")),
                        Moments.said(call, session.text("expires_at")),
                        session.truth("current") ? "this one" : ""));
        call.reply().rows(table, document, "You have no sessions. Make one: agent-vault auth login");
    }

    private static void revoke(Call call, Connection server) {
        var document = server.send(Request.delete("v1", "auth", "sessions", call.one(SESSION)));
        if (document.truth("current")) ClientFiles.of(call.environment()).forgetLogin();
        call.reply().done("Ended the session " + call.one(SESSION) + ".", document);
    }

    private static String email(Call call) {
        return call.value(EMAIL).orElseGet(() -> asked(call));
    }

    private static String asked(Call call) {
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("There is nobody to ask for the email.")
                    .next("agent-vault auth login --email EMAIL --password-stdin");
        }
        return call.terminal()
                .ask("Email:")
                .filter(typed -> !typed.isEmpty())
                .orElseThrow(() -> Failure.of("No email was typed."));
    }
}
