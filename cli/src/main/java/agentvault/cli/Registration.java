package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;

/// Makes a user's account, and confirms its email by the code that was sent to it.
record Registration(Call call, Connection server) {

    /// Logged in, with the new account.
    Login with(String email, HiddenText password) {
        var answer = server.send(
                Request.post(Json.object().with("email", email).with("password", password), "v1", "auth", "register"));
        if (answer.has("token")) return server.logIn().kept(email, answer);
        call.terminal().say(answer.text("message"));
        if (call.terminal().screen().asks()) return confirmed(email, code());
        throw Failure.of("The account of " + email + " waits for its code.")
                .because("The code is in the email, or with the owner of the server.")
                .next("agent-vault auth verify --email " + email);
    }

    Login confirmed(String email, String code) {
        var body = Json.object().with("email", email).with("code", code);
        return server.logIn().kept(email, server.send(Request.post(body, "v1", "auth", "verify")));
    }

    String code() {
        return call.terminal()
                .ask("The 6 digits of the code:")
                .filter(typed -> !typed.isEmpty())
                .orElseThrow(() -> Failure.of("No code was typed.").next("agent-vault auth verify"));
    }
}
