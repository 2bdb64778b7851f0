package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.List;

/// `webhook`: who is told of what happens.
final class WebhookCommands {

    private static final Argument URL = Argument.one("URL", "Where events are sent to.");
    private static final Argument WEBHOOK = Argument.one("WEBHOOK", "The webhook's id, or its URL.");
    private static final Flag EVENT = Flag.with(
                    "event",
                    "EVENT",
                    "Tell of this alone: proposal.created, proposal.decided, credential.reconnect_required")
            .many();
    private static final Flag ALONE = Flag.on("secret-only", "Print the secret and nothing else");

    private WebhookCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user(
                                "add",
                                "Tell a URL of what happens, and print the secret to check it by",
                                WebhookCommands::add)
                        .example("agent-vault webhook add https://hooks.example.com/vault", "Tell it of everything")
                        .example(
                                "agent-vault webhook add https://hooks.example.com/vault --event proposal.created",
                                "Tell it when an agent asks for something")
                        .flags(EVENT, ALONE)
                        .takes(URL),
                Remote.user("list", "List the webhooks and how their deliveries go", WebhookCommands::list)
                        .example("agent-vault webhook list", "See what got there"),
                Remote.user("test", "Send a webhook an event that means nothing", WebhookCommands::test)
                        .example("agent-vault webhook test https://hooks.example.com/vault", "See what it answers")
                        .takes(WEBHOOK),
                Remote.user("remove", "Tell a URL of nothing any more", WebhookCommands::remove)
                        .example("agent-vault webhook remove https://hooks.example.com/vault", "End it")
                        .takes(WEBHOOK));
    }

    private static void add(Call call, Connection server) {
        var body = Json.object().with("url", call.one(URL));
        if (call.gives(EVENT)) body = body.with("events", Json.texts(call.values(EVENT)));
        var document = server.send(Request.post(body, "v1", "webhooks"));
        if (call.on(ALONE)) {
            call.reply().raw(document.text("secret"), document);
            return;
        }
        var sentence = "Added the webhook " + document.text("id") + ". Its secret, shown this once:";
        call.reply().made(sentence, document.text("secret"), document);
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "webhooks"));
        var table = Table.of("URL", "STATUS", "LAST", "CODE", "#PENDING", "#GIVEN UP", "ID");
        document.items("webhooks").forEach(webhook -> {
            var last = webhook.get("last_delivery");
            table.row(
                    webhook.text("url"),
                    webhook.text("status"),
                    last.text("status"),
                    last.text("code"),
                    webhook.text("pending"),
                    webhook.text("given_up"),
                    webhook.text("id"));
        });
        call.reply().rows(table, document, "There are no webhooks. Add one: agent-vault webhook add URL");
    }

    private static void test(Call call, Connection server) {
        var id = id(call, server);
        var document = server.send(Request.post(Json.object(), "v1", "webhooks", id, "test"));
        if (!document.text("status").equals("delivered")) {
            var code = document.text("code");
            throw Failure.of("The event did not get there (" + code + ").")
                    .because(document.text("message"))
                    .next("agent-vault webhook " + (code.equals("http_410") ? "remove " : "test ") + id);
        }
        call.reply().done("The event got there. " + document.text("message"), document);
    }

    private static void remove(Call call, Connection server) {
        var id = id(call, server);
        var document = server.send(Request.delete("v1", "webhooks", id));
        call.reply().done("Removed the webhook " + call.one(WEBHOOK) + ".", document);
    }

    private static String id(Call call, Connection server) {
        var wanted = call.one(WEBHOOK);
        var found = server.send(Request.get("v1", "webhooks")).items("webhooks").stream()
                .filter(webhook ->
                        webhook.text("id").equals(wanted) || webhook.text("url").equals(wanted))
                .map(webhook -> webhook.text("id"))
                .toList();
        if (found.size() == 1) return found.getFirst();
        throw Failure.of(
                        found.isEmpty()
                                ? "There is no webhook " + wanted + "."
                                : "Several webhooks have this URL: name one by its id.")
                .next("agent-vault webhook list");
    }
}
