package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Clean;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `logs`: what passed through the proxy for a vault.
final class LogsCommand {

    private static final Flag FOLLOW =
            Flag.on("follow", "Go on with what passes from now on").letter("f");
    private static final Flag LIMIT = Flag.with("limit", "N", "How many at most (usually 50)");
    private static final Flag SERVICE = Flag.with("service", "NAME", "Only what this service decided");
    private static final Flag STATUS = Flag.with("status", "CLASS", "Only 2xx, 3xx, 4xx, 5xx, or err: stopped here");
    private static final Duration PAUSE = Duration.ofSeconds(1);

    /// Lines that are asked for at once.
    private static final int PAGE = 200;

    /// Of what passed in one pause.
    private static final int MOST_PAGES = 100;

    private LogsCommand() {}

    static Command command() {
        return Remote.user("logs", "Show what passed through the proxy for a vault", LogsCommand::show)
                .example("agent-vault logs --vault payments --follow", "Watch requests as they pass")
                .example("agent-vault logs --status err", "See what was refused, and why")
                .flags(FOLLOW, LIMIT, SERVICE, STATUS, Vaults.VAULT);
    }

    private static void show(Call call, Connection server) {
        var document = server.send(asked(call).query("limit", call.value(LIMIT).orElse("")));
        if (call.on(FOLLOW)) {
            lines(call, document);
            follow(call, server, document.text("latest_id"));
        }
        var table = Table.of("TIME", "METHOD", "WHERE", "#STATUS", "#MS", "SERVICE", "WHO", "");
        document.items("logs")
                .forEach(line -> table.row(
                        Moments.said(call, line.text("created_at")),
                        line.text("method"),
                        line.text("host") + line.text("path"),
                        line.text("status"),
                        line.text("latency_ms"),
                        line.text("matched_service"),
                        line.text("actor_name"),
                        line.text("error_code")));
        call.reply().rows(table, document, "Nothing passed through the proxy for " + Vaults.name(call) + " yet.");
    }

    private static Request asked(Call call) {
        return Request.get("v1", "vaults", Vaults.name(call), "logs")
                .query("service", call.value(SERVICE).orElse(""))
                .query("status_bucket", call.value(STATUS).orElse(""));
    }

    /// Until somebody stops the command.
    private static void follow(Call call, Connection server, String latest) {
        var after = latest;
        while (true) {
            try {
                Thread.sleep(PAUSE);
            } catch (InterruptedException e) {
                throw Failure.of("Interrupted.");
            }
            after = next(call, server, after);
        }
    }

    /// Shows what came since, which may be several pages, and says after what to go on.
    private static String next(Call call, Connection server, String after) {
        var since = asked(call).query("after", after).query("limit", Integer.toString(PAGE));
        var pages = new ArrayList<>(List.of(server.send(since)));
        var older = pages.getFirst().text("next_cursor");
        while (!older.isEmpty() && pages.size() < MOST_PAGES) {
            pages.add(server.send(since.query("before", older)));
            older = pages.getLast().text("next_cursor");
        }
        if (!older.isEmpty()) call.terminal().say("More passed than can be shown: what is older was left out.");
        pages.reversed().forEach(page -> lines(call, page));
        return pages.getFirst().text("latest_id");
    }

    /// The oldest first, each in a line of its own: as JSON for programs.
    private static void lines(Call call, Json document) {
        boolean json = call.reply().form() == Reply.Form.JSON;
        var out = call.terminal().answer();
        for (var line : List.copyOf(document.items("logs")).reversed()) {
            out.println(json ? line.compact() : Clean.line(said(line)));
        }
        out.flush();
    }

    private static String said(Json line) {
        return String.join(
                " ",
                line.text("created_at"),
                line.text("status"),
                line.text("method"),
                line.text("host") + line.text("path"),
                line.text("latency_ms") + "ms",
                line.text("matched_service"),
                line.text("actor_name"),
                line.text("error_code"));
    }
}
