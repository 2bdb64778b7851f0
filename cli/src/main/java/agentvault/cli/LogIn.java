package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;

/// Gets a session for an email and a password, and keeps it.
///
/// @param insecurePlainHttp is kept with the session: who agreed once is not asked by every command
record LogIn(Call call, Server server, boolean insecurePlainHttp) {

    /// The server knows the email and the password, or refuses.
    Login with(String email, HiddenText password, String device) {
        var body = Json.object().with("email", email).with("password", password);
        var named = device.isEmpty() ? body : body.with("device_label", device);
        return switch (server.ask(Request.post(named, "v1", "auth", "login"))) {
            case Answer.Done(var document) -> kept(email, document);
            case Answer.Refused refused -> throw refused.loginNeeded() ? wrong(refused) : refused.failure();
        };
    }

    Login kept(String email, Json document) {
        var session = document.text("token");
        if (session.isEmpty()) throw Failure.of("The server at " + server.address() + " gave no session.");
        var login = new Login(HiddenText.of(session), server.address(), email, insecurePlainHttp);
        ClientFiles.of(call.environment()).keep(login);
        return login;
    }

    private static Failure wrong(Answer.Refused refused) {
        return Failure.of(refused.failure().what())
                .next("agent-vault auth login")
                .exit(Exit.LOCKED);
    }
}
