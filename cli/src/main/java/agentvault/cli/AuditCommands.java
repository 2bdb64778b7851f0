package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Clean;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

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
        var table = Table.of("#SEQUENCE", "WHEN", "WHO", "ACTION", "WHERE", "OUTCOME");
        var names = document.get("names");
        var outcomes = new HashMap<String, String>();
        for (var entry : document.items("entries")) {
            if (entry.text("actor").isEmpty()) {
                outcomes.put(entry.text("intent"), entry.text("kind"));
                continue;
            }
            table.row(
                    entry.text("sequence"),
                    Moments.said(call, entry.text("time")),
                    named(names, entry.text("actor")),
                    done(entry),
                    where(names, entry),
                    outcome(entry, outcomes));
        }
        call.reply().rows(table, document, "The trail has no such entries.");
    }

    private static String named(Json names, String id) {
        var name = names.text(id);
        return name.isEmpty() ? id : name;
    }

    private static String done(Json entry) {
        var action = entry.text("kind").equals("use") ? "use" : entry.text("action");
        return action.toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String where(Json names, Json entry) {
        return switch (entry.text("kind")) {
            case "use" -> named(names, entry.text("vault")) + " → " + entry.text("host");
            case "event" -> names.text(entry.text("target"));
            default -> names.text(entry.text("scope"));
        };
    }

    /// A change is followed by what came of it, which stands before it in a list that begins with the newest.
    private static String outcome(Json entry, Map<String, String> outcomes) {
        return switch (entry.text("kind")) {
            case "intent" -> outcomes.getOrDefault(entry.text("sequence"), "");
            case "refused" -> "refused: " + entry.text("reason");
            default -> entry.text("detail");
        };
    }

    private static void verify(Call call, Connection server) {
        var document = server.send(Request.get("v1", "audit", "verify"));
        var table = Table.of("SERVER", "TRAIL", "#ENTRIES", "WHAT");
        for (var instance : document.items("instances")) {
            boolean intact = instance.truth("intact");
            table.row(
                    instance.text("instance"),
                    intact ? "as it was written" : "changed",
                    instance.text("entries"),
                    instance.items("findings").stream()
                            .map(AuditCommands::finding)
                            .collect(Collectors.joining("; ")));
        }
        call.reply().rows(table, document, "There is no trail yet.");
        if (!document.truth("intact")) {
            throw Failure.of("The trail was changed.").next("agent-vault audit export > trail.jsonl");
        }
    }

    private static String finding(Json finding) {
        return "entry " + finding.text("sequence") + ": " + finding.text("detail");
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
