package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// `vault proposal`: what agents ask for, and what people answer.
final class ProposalCommands {

    static final Argument NUMBER = Argument.one("NUMBER", "The proposal's number.");

    private static final Argument VALUES =
            Argument.any("KEY", "Values: KEY=- reads one from the standard input, KEY=@FILE from a file.");
    private static final Flag STATUS =
            Flag.with("status", "STATUS", "Only those that are pending, applied, rejected, expired or withdrawn");
    private static final Flag REASON = Flag.with("reason", "TEXT", "What the agent is told");
    private static final Flag WATCH = Flag.on("watch", "Wait for more, until you stop it");
    private static final Flag ACKNOWLEDGE = Flag.with(
                    "acknowledge", "CODE", "Say yes to an effect that reaches further")
            .many();

    private ProposalCommands() {}

    static List<Command> all() {
        var all = new ArrayList<>(List.of(
                Remote.user("list", "List the proposals of a vault", ProposalCommands::list)
                        .example("agent-vault vault proposal list --status pending", "See what waits for you")
                        .flags(STATUS, Vaults.VAULT),
                Remote.user("show", "Show a proposal, and what approving it does", ProposalCommands::show)
                        .example("agent-vault vault proposal show 3 --vault payments", "See what it asks for")
                        .flags(Vaults.VAULT)
                        .takes(NUMBER),
                Remote.user("approve", APPROVE, ProposalCommands::approve)
                        .example(
                                "agent-vault vault proposal approve 3 --vault payments",
                                "Look at it, type the values that it asks for, and say yes")
                        .example(
                                "pass stripe/key | agent-vault vault proposal approve 3 STRIPE_KEY=- --yes",
                                "Say yes in a script")
                        .flags(ACKNOWLEDGE, Remote.YES, Vaults.VAULT)
                        .takes(NUMBER, VALUES),
                Remote.user("reject", "Say no to a proposal", ProposalCommands::reject)
                        .example(
                                "agent-vault vault proposal reject 3 --reason too-wide --vault payments",
                                "Say no, and why")
                        .flags(REASON, Vaults.VAULT)
                        .takes(NUMBER),
                Remote.user("review", "Go through what waits, one by one", ProposalCommands::review)
                        .example("agent-vault vault proposal review --vault payments", "Decide about each")
                        .example("agent-vault vault proposal review --watch", "Decide about each as it comes in")
                        .flags(WATCH, Vaults.VAULT)));
        all.addAll(ProposingCommands.all());
        return all;
    }

    private static final String APPROVE = """
            Say yes to a proposal: all of its changes, at once.

            On a terminal it is shown first, and values are asked for without being shown. Effects that reach
            further than the proposal says are asked about one by one; a script names their codes with
            --acknowledge.""";

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "admin", "proposals")
                .query("vault", Vaults.name(call))
                .query("status", call.value(STATUS).orElse("")));
        var table = Table.of("NUMBER", "STATUS", "AGENT", "MADE", "MESSAGE");
        document.items("proposals")
                .forEach(proposal -> table.row(
                        proposal.text("id"),
                        proposal.text("status"),
                        proposal.text("agent_name"),
                        Moments.said(call, proposal.text("created_at")),
                        proposal.text("message")));
        call.reply()
                .rows(table, document, "Nothing waits in " + Vaults.name(call) + ". Agents propose what they need.");
    }

    private static void show(Call call, Connection server) {
        var proposal = new Reviewed(read(server, Vaults.name(call), call.one(NUMBER)));
        call.reply().text(proposal.said(call), proposal.document());
    }

    private static void approve(Call call, Connection server) {
        var vault = Vaults.name(call);
        var proposal = new Reviewed(read(server, vault, call.one(NUMBER)));
        var given = call.all(VALUES).isEmpty() ? Json.object() : CredentialValues.read(call, call.all(VALUES), vault);
        var approval = new Approving(call, server, vault, proposal);
        approval.show();
        var document = approval.send(given, call.values(ACKNOWLEDGE), call.on(Remote.YES));
        call.reply().done("Approved proposal " + proposal.number() + " of " + vault + ".", document);
    }

    private static void reject(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = send(server, vault, call.one(NUMBER), call.value(REASON).orElse(""));
        call.reply().done("Rejected proposal " + call.one(NUMBER) + " of " + vault + ".", document);
    }

    private static Json send(Connection server, String vault, String number, String reason) {
        var body = Json.object().with("vault", vault).with("reason", reason);
        return server.send(Request.post(body, "v1", "admin", "proposals", number, "reject"));
    }

    private static Json read(Connection server, String vault, String number) {
        return server.send(Request.get("v1", "admin", "proposals", number).query("vault", vault));
    }

    /// With `--watch` the server answers when there is one more, so that nothing is asked in vain.
    private static void review(Call call, Connection server) {
        if (!call.terminal().screen().asks()) {
            throw Failure.misuse("There is nobody to ask.").next("agent-vault vault proposal list --status pending");
        }
        var vault = Vaults.name(call);
        long seen = 0;
        while (true) {
            var waiting = waiting(server, vault, seen, call.on(WATCH));
            if (waiting.isEmpty() && !call.on(WATCH)) break;
            for (var one : waiting) {
                seen = Long.parseLong(one.text("id"));
                if (!decided(call, server, vault, one.text("id"))) return;
            }
        }
        call.terminal().say("Nothing waits in " + vault + (seen == 0 ? "." : " any more."));
    }

    private static List<Json> waiting(Connection server, String vault, long after, boolean watching) {
        var request = Request.get("v1", "admin", "proposals")
                .query("vault", vault)
                .query("status", "pending")
                .query("after", Long.toString(after))
                .query("wait", watching ? "5" : "");
        return server.send(request).items("proposals").stream()
                .sorted(Comparator.comparingLong(one -> Long.parseLong(one.text("id"))))
                .toList();
    }

    /// @return whether to go on
    private static boolean decided(Call call, Connection server, String vault, String number) {
        var proposal = new Reviewed(read(server, vault, number));
        call.terminal().answer().print(proposal.said(call));
        call.terminal().answer().flush();
        var answer = call.terminal().ask("Approve, reject, skip or quit? [a/r/s/q]");
        if (answer.isEmpty()) return false;
        switch (answer.get()) {
            case "a" -> {
                new Approving(call, server, vault, proposal).send(Json.object(), List.of(), true);
                call.reply().done("Approved proposal " + number + ".", Json.object());
            }
            case "r" -> {
                var reason = call.terminal().ask("Why? (the agent is told; may be empty)");
                send(server, vault, number, reason.orElse(""));
                call.reply().done("Rejected proposal " + number + ".", Json.object());
            }
            case "q" -> {
                return false;
            }
            default -> call.terminal().say("Skipped proposal " + number + ".");
        }
        return true;
    }
}
