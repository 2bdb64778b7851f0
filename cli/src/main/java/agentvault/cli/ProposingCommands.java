package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.HiddenText;
import agentvault.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The half of `vault proposal` that agents use: asking, following what they asked for, and taking it back.
final class ProposingCommands {

    private static final Flag FILE = Flag.with("file", "FILE", "The proposal as JSON; - is the standard input")
            .letter("f");
    private static final Flag CREDENTIAL = Flag.with(
                    "credential", "KEY[=TEXT]", "A value that a person is asked for, and what it is")
            .many();
    private static final Flag MESSAGE =
            Flag.with("message", "TEXT", "What developers are told").letter("m");
    private static final Flag USER_MESSAGE = Flag.with("user-message", "TEXT", "What the person is told who decides");
    private static final Flag WAIT = Flag.with("wait", "SECONDS", "Wait for a decision, 10 minutes at most");
    private static final int MOST_SECONDS = 600;
    private static final int PIECE_SECONDS = 5;

    private ProposingCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.agentOrUser("create", "Ask for services and credentials", ProposingCommands::create)
                        .example(
                                "agent-vault vault proposal create --host api.stripe.com --token-key KEY --credential KEY",
                                "Ask for Stripe, and for its key")
                        .example("agent-vault vault proposal create -f proposal.json", "Ask for what a file says")
                        .flags(FILE, CREDENTIAL, MESSAGE, USER_MESSAGE)
                        .flags(ServiceFlags.ALL)
                        .flags(Vaults.VAULT),
                Remote.agentOrUser("status", "Say where a proposal stands", ProposingCommands::status)
                        .example("agent-vault vault proposal status 3 --wait 30 --json", "Wait for the decision")
                        .flags(WAIT, Vaults.VAULT)
                        .takes(ProposalCommands.NUMBER),
                Remote.agentOrUser("withdraw", "Take a proposal of yours back", ProposingCommands::withdraw)
                        .example("agent-vault vault proposal withdraw 3", "Nobody has to decide about it any more")
                        .flags(Vaults.VAULT)
                        .takes(ProposalCommands.NUMBER));
    }

    private static void create(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        var body = call.value(FILE).isPresent() ? read(call) : described(call, server);
        var document =
                server.asAgent(vault).send(Request.post(body, "v1", "proposals").query("vault", vault));
        call.reply()
                .made(
                        "Proposed as number " + document.text("id") + " of " + vault
                                + ". A person decides about it here, or with: agent-vault vault proposal approve "
                                + document.text("id") + " --vault " + vault,
                        document.text("approval_url"),
                        document);
    }

    private static Json described(Call call, Connection server) {
        var body = Json.object();
        boolean onlyCredentials = !ServiceFlags.given(call) && call.gives(CREDENTIAL);
        if (!onlyCredentials) {
            body = body.with("services", new Json.Items(List.of(ServiceFlags.service(call, server))));
        }
        if (call.gives(CREDENTIAL)) {
            body = body.with(
                    "credentials",
                    new Json.Items(call.values(CREDENTIAL).stream()
                            .map(ProposingCommands::slot)
                            .toList()));
        }
        if (call.value(MESSAGE).isPresent())
            body = body.with("message", call.value(MESSAGE).get());
        if (call.value(USER_MESSAGE).isPresent())
            body = body.with("user_message", call.value(USER_MESSAGE).get());
        return body;
    }

    private static Json slot(String text) {
        int equals = text.indexOf('=');
        var slot = Json.object().with("action", "set").with("key", equals < 0 ? text : text.substring(0, equals));
        return equals < 0 ? slot : slot.with("description", text.substring(equals + 1));
    }

    private static Json read(Call call) {
        var name = call.value(FILE).orElse("");
        var text = name.equals("-") ? call.terminal().allInput() : file(call, name);
        return text.reveal(Json::read)
                .filter(Json.Fields.class::isInstance)
                .orElseThrow(() -> Failure.of("What is proposed is no JSON object.")
                        .because("It looks like {\"services\": [...], \"credentials\": [...]}."));
    }

    private static HiddenText file(Call call, String name) {
        try {
            return HiddenText.of(Files.readString(call.environment().folder().resolve(Path.of(name))));
        } catch (IOException | IllegalArgumentException e) {
            throw Failure.of("The file " + name + " cannot be read.")
                    .because("-f names a file with JSON, or - for the input.");
        }
    }

    private static void status(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        var proposal = awaited(server.asAgent(vault), call.one(ProposalCommands.NUMBER), vault, seconds(call));
        var note = proposal.text("review_note");
        call.reply().text(proposal.text("status") + (note.isEmpty() ? "" : ": " + note) + "\n", proposal);
    }

    private static int seconds(Call call) {
        var text = call.value(WAIT).orElse("0");
        try {
            return Math.clamp(Integer.parseInt(text), 0, MOST_SECONDS);
        } catch (NumberFormatException _) {
            throw Failure.misuse("--wait takes a number of seconds.");
        }
    }

    /// Asks in pieces, none as long as the command waits for a server at all.
    private static Json awaited(Connection server, String number, String vault, int seconds) {
        int left = seconds;
        while (true) {
            int piece = Math.min(left, PIECE_SECONDS);
            var proposal = server.send(Request.get("v1", "proposals", number)
                    .query("vault", vault)
                    .query("wait", piece == 0 ? "" : Integer.toString(piece)));
            left -= piece;
            if (left == 0 || !proposal.text("status").equals("pending")) return proposal;
        }
    }

    private static void withdraw(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        var number = call.one(ProposalCommands.NUMBER);
        var document = server.asAgent(vault)
                .send(Request.delete("v1", "proposals", number).query("vault", vault));
        call.reply().done("Took proposal " + number + " of " + vault + " back.", document);
    }
}
