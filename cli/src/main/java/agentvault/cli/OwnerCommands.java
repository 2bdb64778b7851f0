package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import agentvault.terminal.Table;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `owner`: what only owners may do.
final class OwnerCommands {

    private static final Argument WHO = Argument.optional("EMAIL", "The person's email; otherwise you.");
    private static final Argument EMAIL = Argument.one("EMAIL", "The person's email.");
    private static final Flag ROLE = Flag.with("role", "ROLE", "no-access, member or owner");
    private static final Flag INVITE_ONLY =
            Flag.with("invite-only", "true|false", "May only invited people make an account");
    private static final Flag DOMAINS = Flag.with(
            "allowed-domains",
            "LIST",
            "The domains of emails that may make an account, with commas between; empty for all");

    private static final Flag COVERAGE = Flag.with(
            "vault-coverage", "strict|warn|off", "Must runs find a credential for each server of their agent");
    private static final Flag CREDENTIALS_PER_VAULT = Flag.with(
            "credentials-per-vault",
            "NUMBER",
            "The most credentials that the protocols of Anthropic and 21st put into a vault; 0 for any number");
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,5}");

    private OwnerCommands() {}

    static List<Command> all() {
        return List.of(
                Command.group("user", "Everybody's accounts", OwnerCommands::users),
                Command.group("vault", "Everybody's vaults", OwnerCommands::vaults),
                Command.group("config", "The settings of the server", OwnerCommands::config));
    }

    private static List<Command> users() {
        return List.of(
                Remote.user("list", "List the people with an account", UserCommands::list)
                        .example("agent-vault owner user list", "See everybody and their vaults"),
                Remote.user("info", "Show one account", OwnerCommands::info)
                        .example("agent-vault owner user info ann@example.com", "See what Ann may do")
                        .takes(WHO),
                Remote.user("remove", "Delete somebody's account", OwnerCommands::remove)
                        .example(
                                "agent-vault owner user remove ann@example.com", "Delete it, after you typed the email")
                        .flags(Remote.YES)
                        .takes(EMAIL),
                Remote.user("set-role", "Change what somebody may do on the server", OwnerCommands::setRole)
                        .example("agent-vault owner user set-role ann@example.com --role owner", "Make Ann an owner")
                        .flags(ROLE)
                        .takes(EMAIL));
    }

    private static List<Command> vaults() {
        return Stream.concat(
                        Stream.of(Remote.user("list", "List all vaults", OwnerCommands::allVaults)
                                .example("agent-vault owner vault list", "See every vault of the server")),
                        VaultCommands.ofOwners().stream())
                .toList();
    }

    private static List<Command> config() {
        return List.of(
                Remote.user("get", "Show the settings of the server", OwnerCommands::get)
                        .example("agent-vault owner config get", "See who may make an account"),
                Remote.user("set", "Change the settings of the server", OwnerCommands::set)
                        .example("agent-vault owner config set --invite-only true", "Let nobody in who is not invited")
                        .example(
                                "agent-vault owner config set --rate 1000 --in-flight 2000",
                                "Let actors ask for more through the proxy")
                        .flags(INVITE_ONLY, DOMAINS, COVERAGE, CREDENTIALS_PER_VAULT)
                        .flags(LimitFlags.ALL));
    }

    private static void info(Call call, Connection server) {
        var user =
                server.send(Request.get("v1", "admin", "users", call.maybe(WHO).orElse("me")));
        var vaults = user.items("vaults").stream().map(Json::text).sorted().collect(Collectors.joining(", "));
        call.reply()
                .facts(
                        List.of(
                                new Fact("email", user.text("email")),
                                new Fact("role", user.text("role")),
                                new Fact("vaults", vaults),
                                new Fact("since", Moments.said(call, user.text("created_at")))),
                        user);
    }

    private static void remove(Call call, Connection server) {
        var email = call.one(EMAIL);
        Remote.confirm(call, "Deleting the account " + email, email);
        var document = server.send(Request.delete("v1", "admin", "users", email));
        call.reply().done("Deleted the account " + email + ".", document);
    }

    private static void setRole(Call call, Connection server) {
        var role = Roles.required(call, ROLE);
        var body = Json.object().with("role", role);
        var document = server.send(Request.post(body, "v1", "admin", "users", call.one(EMAIL), "role"));
        call.reply().done(call.one(EMAIL) + " is now " + role + ".", document);
    }

    private static void allVaults(Call call, Connection server) {
        var document = server.send(Request.get("v1", "admin", "vaults"));
        var table = Table.of("NAME", "ID", "MADE");
        document.items("vaults").stream()
                .sorted(Comparator.comparing((Json vault) -> vault.text("name")))
                .forEach(vault ->
                        table.row(vault.text("name"), vault.text("id"), Moments.said(call, vault.text("created_at"))));
        call.reply().rows(table, document, "There are no vaults. Make one: agent-vault vault create NAME");
    }

    private static void get(Call call, Connection server) {
        show(call, server.send(Request.get("v1", "admin", "settings")));
    }

    private static void set(Call call, Connection server) {
        var body = Json.object();
        var inviteOnly = call.value(INVITE_ONLY);
        if (inviteOnly.isPresent()) body = body.with("invite_only", truth(inviteOnly.get()));
        var domains = call.value(DOMAINS);
        if (domains.isPresent()) {
            body = body.with("allowed_email_domains", Json.texts(split(domains.get())));
        }
        var coverage = call.value(COVERAGE);
        if (coverage.isPresent()) body = body.with("vault_coverage", coverage.get());
        var most = call.value(CREDENTIALS_PER_VAULT);
        if (most.isPresent()) body = body.with("credentials_per_vault", number(most.get()));
        if (LimitFlags.given(call)) body = body.with("rate_limit", limits(call, server));
        if (body.fields().isEmpty()) {
            throw Failure.misuse("Nothing to change is named.").next("agent-vault owner config set --help");
        }
        show(call, server.send(Request.put(body, "v1", "admin", "settings")));
    }

    /// Overrides are written as a whole, so that those of logins go along as they are.
    private static Json limits(Call call, Connection server) {
        var tiers = server.send(Request.get("v1", "admin", "settings"))
                .get("rate_limit")
                .get("tiers");
        var before = tiers.get("PROXY").text("source").equals("override") ? tiers.get("PROXY") : Json.object();
        var overrides = Json.object().with("PROXY", LimitFlags.over(call, before));
        var logins = tiers.get("AUTH");
        if (logins.text("source").equals("override")) {
            overrides = overrides.with(
                    "AUTH",
                    Json.object()
                            .with("max", Long.parseLong(logins.text("max")))
                            .with("window", Long.parseLong(logins.text("window"))));
        }
        return Json.object().with("overrides", overrides);
    }

    private static void show(Call call, Json settings) {
        var domains =
                settings.items("allowed_email_domains").stream().map(Json::text).collect(Collectors.joining(", "));
        call.reply()
                .facts(
                        List.of(
                                new Fact("invite only", settings.text("invite_only")),
                                new Fact("allowed domains", domains.isEmpty() ? "all" : domains),
                                new Fact("vault coverage", settings.text("vault_coverage")),
                                new Fact("credentials per vault", most(settings.text("credentials_per_vault"))),
                                new Fact("email goes out", settings.text("smtp_configured")),
                                new Fact(
                                        "each actor may",
                                        LimitFlags.said(settings.get("rate_limit")
                                                .get("tiers")
                                                .get("PROXY")))),
                        settings);
    }

    private static String most(String number) {
        return number.equals("0") ? "any number" : number + " at most";
    }

    private static long number(String typed) {
        if (NUMBER.matcher(typed).matches()) return Long.parseLong(typed);
        throw Failure.misuse("--credentials-per-vault is a number, or 0.");
    }

    private static boolean truth(String typed) {
        return switch (typed) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Failure.misuse("--invite-only is true or false.");
        };
    }

    private static List<String> split(String list) {
        return Stream.of(list.split(",", -1))
                .map(String::strip)
                .filter(domain -> !domain.isEmpty())
                .toList();
    }
}
