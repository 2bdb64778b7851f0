package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import agentvault.terminal.Table;
import java.util.List;
import java.util.stream.Stream;

/// `definition`: what Qoder and Anthropic call agents, and which vaults their sessions use.
final class DefinitionCommands {

    private static final Argument SLUG = Argument.one("SLUG", "The definition's name: a-z, 0-9 and hyphens.");
    private static final Flag NAME = Flag.with("name", "TEXT", "What people call it");
    private static final Flag VAULTS = Flag.with(
                    "vault-ids", "VAULT", "A vault for sessions that name none, by name or id; several with commas")
            .many();

    private DefinitionCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("create", "Make an agent definition", DefinitionCommands::create)
                        .example(
                                "agent-vault definition create reviewer --vault-ids github,jira",
                                "Sessions of reviewer use github and jira, in this order")
                        .flags(NAME, VAULTS)
                        .takes(SLUG),
                Remote.user("list", "List the agent definitions", DefinitionCommands::list)
                        .example("agent-vault definition list", "See what sessions can be made of"),
                Remote.user("show", "Show one agent definition", DefinitionCommands::show)
                        .example("agent-vault definition show reviewer", "See its id and its vaults")
                        .takes(SLUG),
                Remote.user("archive", "End an agent definition; its name is free again", DefinitionCommands::archive)
                        .example("agent-vault definition archive reviewer", "No new session is made of it")
                        .takes(SLUG));
    }

    private static void create(Call call, Connection server) {
        var vaults = call.values(VAULTS).stream()
                .flatMap(text -> Stream.of(text.split(",", -1)))
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .toList();
        var body = Json.object().with("slug", call.one(SLUG)).with("vaults", Json.texts(vaults));
        var name = call.value(NAME);
        if (name.isPresent()) body = body.with("name", name.get());
        var document = server.send(Request.post(body, "v1", "definitions"));
        call.reply().done("Made the agent definition " + call.one(SLUG) + " (" + document.text("id") + ").", document);
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "definitions"));
        var table = Table.of("SLUG", "NAME", "VAULTS", "ID");
        document.items("definitions")
                .forEach(one -> table.row(one.text("slug"), one.text("name"), vaults(one), one.text("id")));
        call.reply()
                .rows(table, document, "There are no agent definitions. Make one: agent-vault definition create SLUG");
    }

    private static void show(Call call, Connection server) {
        var one = server.send(Request.get("v1", "definitions", call.one(SLUG)));
        call.reply()
                .facts(
                        List.of(
                                new Fact("slug", one.text("slug")),
                                new Fact("name", one.text("name")),
                                new Fact("id", one.text("id")),
                                new Fact("vaults", vaults(one)),
                                new Fact("version", one.text("version")),
                                new Fact("created", one.text("created_at"))),
                        one);
    }

    private static void archive(Call call, Connection server) {
        var document = server.send(Request.post(Json.object(), "v1", "definitions", call.one(SLUG), "archive"));
        call.reply().done("Archived the agent definition " + call.one(SLUG) + ".", document);
    }

    private static String vaults(Json one) {
        return String.join(", ", one.items("vaults").stream().map(Json::text).toList());
    }
}
