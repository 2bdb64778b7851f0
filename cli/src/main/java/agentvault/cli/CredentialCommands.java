package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `vault credential`, also `vault creds`: the secrets in a vault.
final class CredentialCommands {

    private static final Argument KEYS_TO_SET = Argument.several(
            "KEY", "KEY asks for the value, KEY=- reads it from the standard input, KEY=@FILE from a file.");
    private static final Argument KEY = Argument.one("KEY", "The credential's key, such as STRIPE_KEY.");
    private static final Argument KEYS = Argument.several("KEY", "The credentials' keys.");
    private static final Flag REVEAL = Flag.on("reveal", "Show the values, too; the trail records that you saw them");

    private CredentialCommands() {}

    static List<Command> all() {
        return Stream.concat(ofValues().stream(), OauthCommands.all().stream()).toList();
    }

    private static List<Command> ofValues() {
        return List.of(
                Remote.agentOrUser("set", SET, CredentialCommands::set)
                        .example("agent-vault vault credential set STRIPE_KEY", "Type the value; it does not show")
                        .example(
                                "pass stripe/key | agent-vault vault credential set STRIPE_KEY=-",
                                "Take it from another program")
                        .example("agent-vault vault credential set DEPLOY_KEY=@id_ed25519", "Take it from a file")
                        .flags(Vaults.VAULT)
                        .takes(KEYS_TO_SET),
                Remote.agentOrUser(
                                "get", "Print the value of a credential, without a line break", CredentialCommands::get)
                        .example(
                                "agent-vault vault credential get STRIPE_KEY --vault payments",
                                "See a value; the trail records it")
                        .flags(Vaults.VAULT)
                        .takes(KEY),
                Remote.agentOrUser("list", "List the credentials of a vault", CredentialCommands::list)
                        .example("agent-vault vault credential list --vault payments", "See the keys, without values")
                        .flags(REVEAL, Vaults.VAULT),
                Remote.agentOrUser("delete", "Delete credentials and destroy their values", CredentialCommands::delete)
                        .example(
                                "agent-vault vault credential delete STRIPE_KEY --vault payments",
                                "Delete one for good")
                        .flags(Vaults.VAULT)
                        .takes(KEYS));
    }

    private static final String SET = """
            Store credentials in a vault; one that is there gets a new value.

            KEY=VALUE works, too, but leaves the value in your shell's history and shows it to other
            programs while the command runs.""";

    private static void set(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        var values = CredentialValues.read(call, call.all(KEYS_TO_SET), vault);
        var body = Json.object().with("vault", vault).with("credentials", values);
        var document = server.send(Request.post(body, "v1", "credentials"));
        var keys = values.fields().keySet();
        call.reply().done("Stored " + String.join(", ", keys) + " in " + vault + ".", document);
    }

    private static void get(Call call, Connection server) {
        var key = call.one(KEY);
        var document = server.send(Request.get("v1", "credentials")
                .query("vault", Vaults.nameForAgentOrUser(call))
                .query("reveal", "true")
                .query("key", key));
        var entry = document.items("credentials").stream()
                .filter(one -> one.text("key").equals(key))
                .findFirst()
                .orElseThrow(() -> Failure.of("The server did not give the value of " + key + "."));
        call.reply().raw(entry.text("value"), entry);
    }

    private static void list(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        boolean reveal = call.on(REVEAL);
        var document = server.send(
                Request.get("v1", "credentials").query("vault", vault).query("reveal", reveal ? "true" : ""));
        var table = reveal ? Table.of("KEY", "TYPE", "VALUE") : Table.of("KEY", "TYPE");
        entries(document).forEach(entry -> {
            if (reveal) table.row(entry.text("key"), type(entry), entry.text("value"));
            else table.row(entry.text("key"), type(entry));
        });
        call.reply()
                .rows(
                        table,
                        document,
                        "There are no credentials in " + vault
                                + ". Store one: agent-vault vault credential set KEY --vault " + vault);
    }

    private static void delete(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        var keys = call.all(KEYS);
        var body = Json.object().with("vault", vault).with("keys", Json.texts(keys));
        var document = server.send(Request.delete("v1", "credentials").with(body));
        call.reply()
                .done(
                        "Deleted " + String.join(", ", keys) + " from " + vault + "; their values are destroyed.",
                        document);
    }

    /// Older servers, and roles that may not read values, list keys alone.
    private static List<Json> entries(Json document) {
        var known = document.items("credentials");
        List<Json> entries = known.isEmpty()
                ? document.items("keys").stream()
                        .<Json>map(key -> Json.object().with("key", key))
                        .toList()
                : known;
        return entries.stream()
                .sorted(Comparator.comparing((Json entry) -> entry.text("key")))
                .toList();
    }

    private static String type(Json entry) {
        var type = entry.text("type");
        var status = entry.text("status").replace('_', ' ');
        if (!status.isEmpty()) return type + ", " + status;
        return type.isEmpty() ? "static" : type;
    }
}
