package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.EmailAddress;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.gate.Attempts;
import agentvault.gate.Gate;
import agentvault.id.Face;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.wire.Answer;
import agentvault.workspace.Passwords;
import agentvault.workspace.Registration.Registered;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Becoming a user, and coming back without the password.
///
/// Whoever asks learns nothing about whether an address is a user's: the answers are the same, and letters are written
/// after them.
record RegistrationRoutes(Workspace workspace, Gate gate, Attempts attempts, Courier courier, Secret setupCode) {

    List<Route> routes() {
        return List.of(
                Route.always("POST", "/v1/auth/register", this::register),
                Route.always("POST", "/v1/auth/verify", this::verify),
                Route.always("POST", "/v1/auth/resend-verification", this::resend),
                Route.always("POST", "/v1/auth/forgot-password", this::forgot),
                Route.always("POST", "/v1/auth/reset-password", this::reset));
    }

    private Answer register(Call call) {
        attempts.from(call.visit(), "register");
        var body = call.body();
        var email = body.text("email", EmailAddress::new);
        try (var password = body.secret("password")) {
            var device = Devices.read(body);
            if (!gate.owned() && !call.visit().local()) checkSetupCode(body);
            return switch (done(workspace.registration().register(email, password, device, Face.AGENT_VAULT))) {
                case Registered.Owner(var login) -> {
                    var document = new Document()
                            .with("email", email.text())
                            .with("role", login.user().role())
                            .with("requires_verification", false)
                            .with("authenticated", true)
                            .with("message", "Owner account created.");
                    yield LoginAnswers.answer(call, 201, document, login);
                }
                case Registered.Unconfirmed(var code) -> {
                    send(email, code, Courier.Letter.Confirmation::new);
                    yield Answers.created(new Document()
                            .with("email", email.text())
                            .with("requires_verification", true)
                            .with("email_sent", courier.ready())
                            .with("message", advice("Confirm the address with the code that was sent to it.")));
                }
            };
        }
    }

    private void checkSetupCode(Members body) {
        if (body.has("setup_code")) {
            try (var shown = body.secret("setup_code")) {
                if (shown.sameAs(setupCode)) return;
            }
        }
        throw Trouble.of(403, "setup_code_required", "The first account takes the setup code that the server printed")
                .hinting("Find it in the server's output and send it as setup_code, or register on the server itself.")
                .declined();
    }

    private Answer verify(Call call) {
        var body = call.body();
        var email = body.text("email", EmailAddress::new);
        attempts.from(call.visit(), "verify", email.text());
        try (var code = body.secret("code")) {
            var login = done(workspace.registration().confirm(email, code, Devices.read(body), Face.AGENT_VAULT));
            return LoginAnswers.opened(call, 200, login, "Account verified.");
        }
    }

    private Answer resend(Call call) {
        attempts.from(call.visit(), "resend");
        var email = call.body().text("email", EmailAddress::new);
        send(email, done(workspace.registration().resend(email, Face.AGENT_VAULT)), Courier.Letter.Confirmation::new);
        return told(advice("If the address waits to be confirmed, another code was sent to it."));
    }

    private Answer forgot(Call call) {
        attempts.from(call.visit(), "forgot");
        var email = call.body().text("email", EmailAddress::new);
        send(email, done(workspace.passwords().forgot(email, Face.AGENT_VAULT)), Courier.Letter.Reset::new);
        return told(advice("If the address is a user's, a code was sent to it."));
    }

    private Answer reset(Call call) {
        var body = call.body();
        var email = body.text("email", EmailAddress::new);
        attempts.from(call.visit(), "reset", email.text());
        try (var code = body.secret("code");
                var next = body.secret("new_password")) {
            var reset = new Passwords.Reset(email, code, next);
            var login = done(workspace.passwords().reset(reset, Devices.read(body), Face.AGENT_VAULT));
            return LoginAnswers.opened(call, 200, login, "Password changed; every other login has ended.");
        }
    }

    /// Not before the answer: how long a letter takes would tell whether there was one to write.
    private void send(EmailAddress to, Optional<Secret> code, Function<Secret, Courier.Letter> letter) {
        code.ifPresent(secret -> Thread.ofVirtual().name("letter").start(() -> {
            try (secret) {
                courier.brings(to, letter.apply(secret));
            }
        }));
    }

    private Answer told(String message) {
        return Answers.ok(new Document().with("message", message).with("email_sent", courier.ready()));
    }

    private String advice(String sentence) {
        return courier.ready() ? sentence : "This server sends no e-mail: ask an owner for an invite instead.";
    }
}
