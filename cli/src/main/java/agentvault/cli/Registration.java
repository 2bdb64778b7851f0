package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.json.HiddenText;
import agentvault.json.Json;

/// Makes a user's account, and confirms its email by the code that was sent to it.
record Registration(Call call, Connection server) {

    /// Logged in, with the new account.
    Login with(String email, HiddenText password) {
        var answer = registered(Json.object().with("email", email).with("password", password));
        if (answer.has("token")) return server.logIn().kept(email, answer);
        call.terminal().say(answer.text("message"));
        if (call.terminal().screen().asks()) return confirmed(email, code());
        throw Failure.of("The account of " + email + " waits for its code.")
                .because("The code is in the email, or with the owner of the server.")
                .next("agent-vault auth verify --email " + email);
    }

    /// From another machine the first account takes the code that the server printed when it started.
    private Json registered(Json.Fields body) {
        return switch (server.ask(Request.post(body, "v1", "auth", "register"))) {
            case Answer.Done(var document) -> document;
            case Answer.Refused refused
            when refused.code().equals("setup_code_required")
                    && call.terminal().screen().asks() ->
                server.send(Request.post(body.with("setup_code", setupCode()), "v1", "auth", "register"));
            case Answer.Refused refused -> throw refused.failure();
        };
    }

    private HiddenText setupCode() {
        call.terminal().say("The first account takes the setup code that the server printed when it started.");
        return call.terminal()
                .askHidden("Setup code:")
                .orElseThrow(() -> Failure.of("No code was typed.").next("agent-vault auth register"));
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
