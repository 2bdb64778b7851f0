package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Exit;
import agentvault.command.Failure;

/// Leads a person who is not logged in to a login: which server, then a first account or the password.
record SetUp(Call call) {

    Login login() {
        call.terminal().say("You are not logged in yet.");
        var server = Connection.open(call, address());
        boolean first = server.send(Request.get("v1", "status")).truth("needs_first_user");
        if (first) call.terminal().say("Nobody has an account there yet: you make the first one, the owner's.");
        var email = asked("Email:");
        if (first) return new Registration(call, server).with(email, Passwords.chosen(call, "Choose a password:"));
        return server.logIn().with(email, Passwords.typed(call, "Password:"), "");
    }

    private Address address() {
        var usual = Connection.address(call);
        var typed = call.terminal().ask("Server [" + usual + "]:").orElse("");
        return typed.isEmpty() ? usual : Address.of(typed);
    }

    private String asked(String question) {
        return call.terminal()
                .ask(question)
                .filter(answer -> !answer.isEmpty())
                .orElseThrow(() -> Failure.of("Nothing was typed.")
                        .next("agent-vault auth login")
                        .exit(Exit.LOCKED));
    }
}
