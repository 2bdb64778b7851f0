package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.json.Json;
import java.util.ArrayList;
import java.util.List;

/// A person's yes to one proposal: what was shown, the values, and a yes to each effect that needs one.
record Approving(Call call, Connection server, String vault, Reviewed proposal) {

    private static final String OLD_LOGIN = "login_too_old";

    /// A person sees it before anything is asked.
    void show() {
        if (call.terminal().screen().asks()) call.terminal().sayBlock(proposal.said(call));
    }

    /// @param given values that were named with the command
    /// @param acknowledged codes that were named with the command
    /// @param meant whether the last question was answered already
    Json send(Json.Fields given, List<String> acknowledged, boolean meant) {
        if (!proposal.document().text("status").equals("pending")) {
            throw Failure.of("Proposal " + proposal.number() + " is already "
                    + proposal.document().text("status") + ".");
        }
        var codes = new ArrayList<>(acknowledged);
        acknowledge(codes);
        var values = values(given);
        if (!meant) confirm();
        var body = Json.object()
                .with("vault", vault)
                .with("digest", proposal.document().text("digest"))
                .with("acknowledge", Json.texts(codes));
        return sent(values.fields().isEmpty() ? body : body.with("credentials", values));
    }

    private void acknowledge(List<String> codes) {
        for (var needed : proposal.document().items("acknowledgements")) {
            if (codes.contains(needed.text("code"))) continue;
            if (!call.terminal().screen().asks()) continue;
            call.terminal().say(needed.text("message"));
            var answer = call.terminal().ask("Is that meant? [yes/no]");
            if (!answer.orElse("").equals("yes")) throw nothingDone();
            codes.add(needed.text("code"));
        }
    }

    private Json.Fields values(Json.Fields given) {
        var missing = proposal.asked().stream()
                .filter(key -> !given.fields().containsKey(key))
                .toList();
        if (missing.isEmpty()) return given;
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("Missing value for credential " + String.join(", ", missing) + ".")
                    .because("KEY=- reads a value from the standard input, KEY=@FILE from a file.")
                    .next("agent-vault vault proposal approve " + proposal.number() + " " + missing.getFirst()
                            + "=- --vault " + vault);
        }
        var all = given;
        for (var value : CredentialValues.read(call, missing, vault).fields().entrySet()) {
            all = all.with(value.getKey(), value.getValue());
        }
        return all;
    }

    private void confirm() {
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("Approving proposal " + proposal.number() + " has to be meant.")
                    .because("--yes says it is.");
        }
        var answer = call.terminal().ask("Approve proposal " + proposal.number() + " as shown? [yes/no]");
        if (!answer.orElse("").equals("yes")) throw nothingDone();
    }

    private static Failure nothingDone() {
        return Failure.of("Nothing was done.").because("Nobody said yes.");
    }

    /// A login that is too old is renewed once, if there is a person to ask.
    private Json sent(Json.Fields body) {
        var request = Request.post(body, "v1", "admin", "proposals", proposal.number(), "approve");
        return switch (server.ask(request)) {
            case Answer.Done(var document) -> document;
            case Answer.Refused refused -> {
                if (refused.code().equals(OLD_LOGIN) && server.renewed()) yield server.send(request);
                throw unacknowledged(refused);
            }
        };
    }

    /// A script is told which codes there are.
    private Failure unacknowledged(Answer.Refused refused) {
        var failure = refused.failure();
        var needed = refused.document().items("acknowledgements");
        if (needed.isEmpty()) return failure;
        var step = new StringBuilder("agent-vault vault proposal approve " + proposal.number() + " --vault " + vault);
        for (var one : needed)
            step.append(" --acknowledge '").append(one.text("code")).append('\'');
        return Failure.of(failure.what())
                .because(needed.stream()
                        .map(one -> one.text("message"))
                        .reduce((one, two) -> one + " " + two)
                        .orElse(""))
                .next(step.toString());
    }
}
