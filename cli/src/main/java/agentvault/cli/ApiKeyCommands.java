package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.List;
import java.util.regex.Pattern;

/// `api-key`: what applications show. Only owners make them.
final class ApiKeyCommands {

    private static final Argument NAME = Argument.one("NAME", "What the key is called in lists.");
    private static final Flag VAULT = RoleInVault.flag("proxy, member or admin");
    private static final Flag EVERYWHERE = Flag.on("all-vaults", "A role in every vault, and in those made later");
    private static final Flag ROLE = Flag.with("role", "ROLE", "The role for --all-vaults; proxy, if nothing is said");
    private static final Flag FORM = Flag.with(
            "form", "FORM", "How the key begins: an (an_sk_), 21st (21st_sk_), qoder (pt-), anthropic (sk-ant-)");
    private static final Flag EXPIRES = Flag.with("expires", "TIME", "How long the key lasts, like 90d");
    private static final Flag LIMIT =
            Flag.with("limit", "NUMBER/TIME", "Requests in each minute, hour or day, like 1000/hour");
    private static final Flag ALONE = Flag.on("key-only", "Print the key and nothing else");
    private static final Pattern RATE = Pattern.compile("([1-9][0-9]{0,9})/(minute|hour|day)");

    private ApiKeyCommands() {}

    static List<Command> all() {
        return List.of(
                Remote.user("create", "Make an API key and print it, once", ApiKeyCommands::create)
                        .example(
                                "agent-vault api-key create backend --vault payments:member --expires 90d",
                                "Make a key that may fill the vault payments")
                        .example("agent-vault api-key create backend --form 21st", "Make one as 21st's clients know it")
                        .example(
                                "agent-vault api-key create ops --all-vaults --role admin",
                                "Make one for every vault there is and will be")
                        .flags(VAULT, EVERYWHERE, ROLE, FORM, EXPIRES, LIMIT, ALONE)
                        .takes(NAME),
                Remote.user("list", "List the API keys", ApiKeyCommands::list)
                        .example("agent-vault api-key list", "See which keys there are and when they were used"),
                Remote.user("rotate", "Replace an API key; the old one dies at once", ApiKeyCommands::rotate)
                        .example("agent-vault api-key rotate backend", "Print the new key, once")
                        .flags(EXPIRES, ALONE)
                        .takes(NAME),
                Remote.user(
                                "deactivate",
                                "End an API key at once, with its tokens and sessions",
                                ApiKeyCommands::deactivate)
                        .example("agent-vault api-key deactivate backend", "Stop it now")
                        .takes(NAME));
    }

    private static void create(Call call, Connection server) {
        var body = Json.object().with("name", call.one(NAME)).with("vaults", RoleInVault.given(call, VAULT, "proxy"));
        if (call.value(FORM).isPresent())
            body = body.with("form", call.value(FORM).get());
        if (call.on(EVERYWHERE)) body = body.with("all_vaults", call.value(ROLE).orElse("proxy"));
        else if (call.value(ROLE).isPresent())
            throw Failure.misuse("--role goes with --all-vaults.").because("For one vault: --vault NAME:ROLE.");
        if (call.value(LIMIT).isPresent())
            body = body.with("limit", limit(call.value(LIMIT).get()));
        var document = server.send(Request.post(lasting(call, body), "v1", "api-keys"));
        handOut(call, "Made the API key " + call.one(NAME) + ".", document);
    }

    private static Json.Fields lasting(Call call, Json.Fields body) {
        var life = call.value(EXPIRES);
        return life.isEmpty() ? body : body.with("expires_in_seconds", SessionCommands.seconds(life.get(), EXPIRES));
    }

    private static Json.Fields limit(String text) {
        var parts = RATE.matcher(text);
        if (!parts.matches())
            throw Failure.misuse("--limit looks like 1000/hour.").because("There are minute, hour and day.");
        return Json.object().with("requests", Long.parseLong(parts.group(1))).with("per", parts.group(2));
    }

    private static void rotate(Call call, Connection server) {
        var body = lasting(call, Json.object());
        var document = server.send(Request.post(body, "v1", "api-keys", call.one(NAME), "rotate"));
        handOut(call, "Replaced the API key " + call.one(NAME) + "; the old one is dead.", document);
    }

    private static void handOut(Call call, String sentence, Json document) {
        var key = document.text("key");
        if (key.isEmpty()) throw Failure.of("The server gave no key for " + call.one(NAME) + ".");
        if (call.on(ALONE)) {
            call.reply().raw(key, document);
            return;
        }
        call.reply().made(sentence + " Shown this once:", key, document);
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "api-keys"));
        var table = Table.of("NAME", "KEY", "VAULTS", "LAST USE", "EXPIRES", "STATUS");
        document.items("api_keys")
                .forEach(key -> table.row(
                        key.text("name"),
                        key.text("hint").isEmpty() ? "" : key.text("hint") + "…",
                        vaults(key),
                        key.text("last_used_at").isEmpty() ? "never" : Moments.said(call, key.text("last_used_at")),
                        Moments.said(call, key.text("expires_at")),
                        key.text("status")));
        call.reply().rows(table, document, "There are no API keys. Make one: agent-vault api-key create NAME");
    }

    private static String vaults(Json key) {
        var everywhere = key.text("all_vaults");
        return everywhere.isEmpty() ? RoleInVault.said(key.items("vaults")) : "all:" + everywhere;
    }

    private static void deactivate(Call call, Connection server) {
        var document = server.send(Request.post(Json.object(), "v1", "api-keys", call.one(NAME), "deactivate"));
        call.reply()
                .done("Deactivated the API key " + call.one(NAME) + "; its tokens and sessions are dead.", document);
    }
}
