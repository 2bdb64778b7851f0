package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Clean;
import agentvault.terminal.Fact;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// `audit`: the trail, as the server shows it.
final class AuditCommands {

    private static final Flag LIMIT = Flag.with("limit", "N", "How many entries at most");
    private static final Flag BEFORE =
            Flag.with("before", "CURSOR", "Entries before this place, from the answer's next_cursor");

    private AuditCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("list", "List what happened, newest first", AuditCommands::list)
                        .example("agent-vault audit list --limit 20", "See the last 20 entries")
                        .flags(LIMIT, BEFORE, Vaults.VAULT),
                Remote.user("verify", "Have the server check its trail against its checkpoints", AuditCommands::verify)
                        .example("agent-vault audit verify", "Check that nobody edited it"),
                Remote.user("export", "Print the whole trail, one JSON document a line", AuditCommands::export)
                        .example("agent-vault audit export > trail.jsonl", "Keep a copy"));
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "audit")
                .query("vault", call.value(Vaults.VAULT).orElse(""))
                .query("limit", call.value(LIMIT).orElse(""))
                .query("before", call.value(BEFORE).orElse("")));
        var table = Table.of("#SEQUENCE", "WHEN", "WHO", "ACTION", "VAULT", "OUTCOME");
        document.items("entries")
                .forEach(entry -> table.row(
                        entry.text("sequence"),
                        Moments.said(call, entry.text("time")),
                        entry.text("actor"),
                        entry.text("action"),
                        entry.text("vault"),
                        entry.text("outcome")));
        call.reply().rows(table, document, "The trail has no such entries.");
    }

    private static void verify(Call call, Connection server) {
        var document = server.send(Request.post(Json.object(), "v1", "audit", "verify"));
        if (!document.truth("valid")) {
            throw Failure.of("The trail was changed.")
                    .because(document.text("message"))
                    .next("agent-vault audit export > trail.jsonl");
        }
        call.reply()
                .facts(
                        List.of(
                                new Fact("trail", "as it was written"),
                                new Fact("entries", document.text("entries")),
                                new Fact("head", document.text("head"))),
                        document);
    }

    /// Line by line, so that a trail of any length fits; `--json` makes one list of the lines.
    private static void export(Call call, Connection server) {
        boolean shown = call.terminal().screen().answerShown();
        var entries = new ArrayList<Json>();
        boolean one = call.reply().form() == Reply.Form.JSON;
        server.fetch(Request.get("v1", "audit", "export"), body -> {
            var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (one) Json.read(line).ifPresent(entries::add);
                else call.terminal().answer().println(shown ? Clean.line(line) : line);
            }
        });
        if (one) call.reply().json(Json.object().with("entries", new Json.Items(entries)));
    }
}
