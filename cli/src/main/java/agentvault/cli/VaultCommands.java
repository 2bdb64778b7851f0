package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// `vault`: the vaults themselves.
final class VaultCommands {

    private static final Argument NAME = Argument.one("NAME", "The vault's name: small letters, digits, hyphens.");
    private static final Argument OLD = Argument.one("OLD", "The vault's name of now.");
    private static final Argument NEW = Argument.one("NEW", "The vault's new name.");
    private static final Argument OR_IN_USE = Argument.optional("NAME", "The vault; otherwise the one in use.");
    private static final Flag UNMATCHED = Flag.with(
            "unmatched-hosts",
            "POLICY",
            "What happens to hosts that no service names: deny, observe, passthrough, or default");

    private VaultCommands() {}

    static List<Command> all() {
        return Stream.concat(vaults().stream(), within().stream())
                .map(command -> command.then(WaitingLine::say))
                .toList();
    }

    private static List<Command> vaults() {
        return List.of(
                Remote.user("create", "Make a vault", VaultCommands::create)
                        .example("agent-vault vault create payments", "Make the vault payments; you are its admin")
                        .takes(NAME),
                Remote.user("list", "List the vaults you can see", VaultCommands::list)
                        .example("agent-vault vault list", "See your vaults and what waits there"),
                Command.of("use", "Use a vault from now on, unless a command names another", VaultCommands::use)
                        .example("agent-vault vault use payments", "Work on payments")
                        .flags(Connection.ADDRESS, Connection.PLAIN_HTTP)
                        .takes(NAME),
                Command.of("current", "Show which vault is in use, and why", VaultCommands::current)
                        .example("agent-vault vault current", "See where commands go")
                        .flags(Vaults.VAULT),
                Command.of("init", "Write agent-vault.json, which names the vault of this folder", VaultCommands::init)
                        .example("agent-vault vault init payments", "Work on payments in this folder")
                        .flags(Vaults.VAULT)
                        .takes(OR_IN_USE),
                Remote.user("rename", "Give a vault another name", VaultCommands::rename)
                        .example("agent-vault vault rename payments billing", "Rename payments")
                        .takes(OLD, NEW),
                Remote.user("delete", "Delete a vault with all its credentials", VaultCommands::delete)
                        .example("agent-vault vault delete payments", "Delete it, after you typed its name")
                        .flags(Remote.YES)
                        .takes(NAME));
    }

    private static List<Command> within() {
        return List.of(
                Remote.user("join", "Join a vault, as an owner; you become its admin", VaultCommands::join)
                        .example("agent-vault vault join payments", "Join payments")
                        .takes(NAME),
                Remote.user("leave", "Leave a vault", VaultCommands::leave)
                        .example("agent-vault vault leave payments", "Leave payments")
                        .takes(NAME),
                Remote.user("settings", "Show or change the settings of a vault", VaultCommands::settings)
                        .example("agent-vault vault settings --vault payments", "See them")
                        .example(
                                "agent-vault vault settings --unmatched-hosts deny --vault payments",
                                "Refuse hosts that no service names")
                        .example(
                                "agent-vault vault settings --rate 50 --burst 200 --vault payments",
                                "Let no actor ask for more than that")
                        .flags(UNMATCHED)
                        .flags(LimitFlags.ALL)
                        .flags(Vaults.VAULT),
                Command.group("credential", "Credentials: the secrets in a vault", CredentialCommands::all)
                        .alias("creds"),
                Command.group("service", "Services: where a vault's credentials go", ServiceCommands::all),
                Command.group("proposal", "Proposals: what agents ask for", ProposalCommands::all),
                SessionCommands.token(),
                SessionCommands.discover(),
                Command.group("session", "Sessions: tokens that use a vault for a while", SessionCommands::all),
                Command.group("user", "The people of a vault", VaultUserCommands::all),
                Command.group("agent", "The agents of a vault", VaultAgentCommands::all),
                Command.group("api-key", "The API keys of a vault", VaultApiKeyCommands::all));
    }

    private static void create(Call call, Connection server) {
        var document = server.send(Request.post(Json.object().with("name", call.one(NAME)), "v1", "vaults"));
        call.reply().done("Made the vault " + document.text("name") + ".", document);
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "vaults"));
        var inUse = Vaults.name(call);
        var table = Table.of("NAME", "YOUR ROLE", "#WAITING", "MADE", "");
        document.items("vaults").stream()
                .sorted(Comparator.comparing((Json vault) -> vault.text("name")))
                .forEach(vault -> table.row(
                        vault.text("name"),
                        vault.text("membership").equals("implicit") ? "none (owner)" : vault.text("role"),
                        vault.text("pending_proposals"),
                        Moments.said(call, vault.text("created_at")),
                        vault.text("name").equals(inUse) ? "in use" : ""));
        call.reply().rows(table, document, "There are no vaults. Make one: agent-vault vault create NAME");
    }

    private static int use(Call call) {
        var name = call.one(NAME);
        Connection.user(call).send(Request.get("v1", "vaults", name, "context"));
        ClientFiles.of(call.environment()).use(name);
        call.reply().done("Using the vault " + name + ".", Json.object().with("vault", name));
        var effective = Vaults.of(call);
        if (!effective.name().equals(name)) call.terminal().notice("Here it is still " + effective.said() + ".");
        return Exit.DONE;
    }

    private static int current(Call call) {
        var vault = Vaults.of(call);
        call.reply()
                .facts(
                        List.of(new Fact("vault", vault.name()), new Fact("because of", vault.from())),
                        Json.object().with("vault", vault.name()).with("from", vault.from()));
        return Exit.DONE;
    }

    private static int init(Call call) {
        var name = call.maybe(OR_IN_USE).orElseGet(() -> Vaults.name(call));
        ProjectFile.in(call.environment().folder()).make(name);
        call.reply()
                .done(
                        "Wrote " + ProjectFile.NAME + ": commands in this folder use the vault " + name + ".",
                        Json.object().with("vault", name));
        return Exit.DONE;
    }

    private static void rename(Call call, Connection server) {
        var body = Json.object().with("name", call.one(NEW));
        var document = server.send(Request.post(body, "v1", "vaults", call.one(OLD), "rename"));
        call.reply().done("Renamed the vault " + call.one(OLD) + " to " + call.one(NEW) + ".", document);
    }

    static void delete(Call call, Connection server) {
        var name = call.one(NAME);
        Remote.confirm(call, "Deleting the vault " + name + " with all its credentials", name);
        var document = server.send(Request.delete("v1", "vaults", name));
        call.reply().done("Deleted the vault " + name + "; its credentials are destroyed.", document);
    }

    static void join(Call call, Connection server) {
        var document = server.send(Request.post(Json.object(), "v1", "vaults", call.one(NAME), "join"));
        call.reply().done("Joined the vault " + call.one(NAME) + " as its " + document.text("role") + ".", document);
    }

    private static void leave(Call call, Connection server) {
        var document = server.send(Request.post(Json.object(), "v1", "vaults", call.one(NAME), "leave"));
        call.reply().done("Left the vault " + call.one(NAME) + ".", document);
    }

    private static void settings(Call call, Connection server) {
        var vault = Vaults.name(call);
        var policy = call.value(UNMATCHED).map(VaultCommands::policy);
        if (policy.isPresent() || LimitFlags.given(call)) {
            var body = Json.object();
            if (policy.isPresent()) body = body.with("unmatched_host_policy", policy.get());
            if (LimitFlags.given(call)) body = body.with("rate_limit", limits(call, server, vault));
            var document = server.send(Request.patch(body, "v1", "vaults", vault, "settings"));
            var said = policy.isPresent()
                    ? "Hosts that no service of " + vault + " names: " + policySaid(document) + "."
                    : "Each actor may in " + vault + ": " + LimitFlags.said(document.get("rate_limit")) + ".";
            call.reply().done(said, document);
            return;
        }
        var document = server.send(Request.get("v1", "vaults", vault, "settings"));
        call.reply()
                .facts(
                        List.of(
                                new Fact("vault", vault),
                                new Fact("unmatched hosts", policySaid(document)),
                                new Fact("each actor may", LimitFlags.said(document.get("rate_limit")))),
                        document);
    }

    private static Json limits(Call call, Connection server, String vault) {
        var before = server.send(Request.get("v1", "vaults", vault, "settings"));
        return LimitFlags.over(call, before.get("rate_limit").get("overrides"));
    }

    private static String policy(String typed) {
        return switch (typed) {
            case "deny", "observe", "passthrough" -> typed;
            case "default" -> "";
            default ->
                throw Failure.misuse("No policy is called that.")
                        .because("Policies: deny, observe, passthrough, default.");
        };
    }

    private static String policySaid(Json settings) {
        var policy = settings.text("unmatched_host_policy");
        return policy.isEmpty() ? "default" : policy;
    }

    /// The same two, where owners look for them.
    static List<Command> ofOwners() {
        return List.of(
                Remote.user("join", "Join any vault; you become its admin", VaultCommands::join)
                        .example("agent-vault owner vault join payments", "See into payments; the trail records it")
                        .takes(NAME),
                Remote.user("delete", "Delete any vault with all its credentials", VaultCommands::delete)
                        .example("agent-vault owner vault delete payments", "Delete it, after you typed its name")
                        .flags(Remote.YES)
                        .takes(NAME));
    }
}
