package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// `vault service`: where a vault's credentials go.
final class ServiceCommands {

    private static final Argument WHICH = Argument.one("NAME", "The service's name, or its host.");
    private static final Argument METHOD = Argument.one("METHOD", "The method of a request, such as GET.");
    private static final Argument URL = Argument.one("URL", "Where the request goes.");
    private static final Flag FILE = Flag.with("file", "FILE", "A YAML file with services; - is the standard input")
            .letter("f");
    private static final Flag YAML = Flag.on("yaml", "Print YAML, also on a terminal");

    private ServiceCommands() {}

    static List<Command> all() {
        return Stream.concat(withMany().stream(), withOne().stream()).toList();
    }

    private static List<Command> withMany() {
        return List.of(
                Remote.user("list", LIST, ServiceCommands::list)
                        .example("agent-vault vault service list --vault payments", "See where its credentials go")
                        .example(
                                "agent-vault vault service list --yaml > services.yaml",
                                "Keep them in a file, for vault service set")
                        .flags(YAML, Vaults.VAULT),
                Remote.user("add", "Add services, or replace those of the same name", ServiceCommands::add)
                        .example(
                                "agent-vault vault service add --from stripe --vault payments",
                                "Add Stripe, as the catalog describes it")
                        .example(
                                "agent-vault vault service add --name billing --host api.billing.example --token-key BILLING_KEY",
                                "Send BILLING_KEY as a bearer token to a host of yours")
                        .example(
                                "agent-vault vault service add --host api.pinned.example --auth-type tunnel",
                                "Let a program through that trusts its host's own certificate alone")
                        .flags(FILE)
                        .flags(ServiceFlags.ALL)
                        .flags(Vaults.VAULT),
                Remote.user("set", "Replace all services of a vault by those of a file", ServiceCommands::set)
                        .example(
                                "agent-vault vault service set -f services.yaml --vault payments",
                                "Make the vault like the file")
                        .flags(FILE, Vaults.VAULT),
                Remote.user("clear", "Remove all services of a vault; its credentials stay", ServiceCommands::clear)
                        .example(
                                "agent-vault vault service clear --vault payments",
                                "Remove them, after you typed the vault's name")
                        .flags(Remote.YES, Vaults.VAULT));
    }

    private static List<Command> withOne() {
        return List.of(
                Remote.user("enable", "Turn a service on", (call, server) -> turn(call, server, true))
                        .example(
                                "agent-vault vault service enable stripe --vault payments",
                                "Let requests to Stripe through again")
                        .flags(Vaults.VAULT)
                        .takes(WHICH),
                Remote.user(
                                "disable",
                                "Turn a service off; its host is refused",
                                (call, server) -> turn(call, server, false))
                        .example(
                                "agent-vault vault service disable stripe --vault payments",
                                "Stop requests to Stripe at once")
                        .flags(Vaults.VAULT)
                        .takes(WHICH),
                Remote.user("remove", "Remove a service; its credentials stay", ServiceCommands::remove)
                        .example(
                                "agent-vault vault service remove stripe --vault payments",
                                "Remove it, after you typed its name")
                        .flags(Remote.YES, Vaults.VAULT)
                        .takes(WHICH),
                Remote.user("test", "Show what would happen to a request, without sending it", ServiceCommands::test)
                        .example(
                                "agent-vault vault service test GET https://api.stripe.com/v1/charges",
                                "See which service decides, and why")
                        .flags(Vaults.VAULT)
                        .takes(METHOD, URL));
    }

    private static final String LIST = """
            List the services of a vault.

            On a terminal this is a table; a file or another program gets YAML, which
            agent-vault vault service set -f reads.""";

    private static void list(Call call, Connection server) {
        var vault = Vaults.name(call);
        var document = server.send(Request.get("v1", "vaults", vault, "services"));
        boolean person = call.terminal().screen().answerShown() && !call.on(YAML);
        if (!person && call.reply().form() == Reply.Form.PEOPLE) {
            call.reply().text(ServiceYaml.write(document.items("services")), document);
            return;
        }
        var table = Table.of("NAME", "HOST", "AUTH", "CREDENTIALS", "");
        for (var service : document.items("services")) {
            table.row(
                    service.text("name"),
                    service.text("host"),
                    service.get("auth").text("type"),
                    keys(service),
                    service.text("enabled").equals("false") ? "off" : "");
        }
        call.reply()
                .rows(
                        table,
                        document,
                        "There are no services in " + vault
                                + ". Add one: agent-vault vault service add --from stripe --vault " + vault);
    }

    private static void add(Call call, Connection server) {
        var vault = Vaults.name(call);
        var file = call.value(FILE);
        var services =
                file.isPresent() ? ServiceYaml.read(call, file.get()) : List.of(ServiceFlags.service(call, server));
        var document = server.send(Request.post(body(services), "v1", "vaults", vault, "services"));
        var names = document.items("upserted").stream().map(Json::text).collect(Collectors.joining(", "));
        call.reply().done("Added " + names + " to " + vault + ".", document);
    }

    private static void set(Call call, Connection server) {
        var vault = Vaults.name(call);
        var file = call.value(FILE)
                .orElseThrow(() -> Failure.misuse("Which file? Add -f FILE, or -f - for the standard input.")
                        .because("One service at a time is added with agent-vault vault service add."));
        var services = ServiceYaml.read(call, file);
        var document = server.send(Request.put(body(services), "v1", "vaults", vault, "services"));
        call.reply()
                .done(
                        "Replaced the services of " + vault + "; it has " + document.text("services_count") + " now.",
                        document);
    }

    private static void turn(Call call, Connection server, boolean on) {
        var vault = Vaults.name(call);
        var body = Json.object().with("enabled", on);
        var document = server.send(Request.patch(body, "v1", "vaults", vault, "services", call.one(WHICH)));
        call.reply()
                .done("Turned " + document.text("name") + " " + (on ? "on" : "off") + " in " + vault + ".", document);
    }

    private static void remove(Call call, Connection server) {
        var vault = Vaults.name(call);
        Remote.confirm(call, "Removing the service " + call.one(WHICH) + " from " + vault, call.one(WHICH));
        var document = server.send(Request.delete("v1", "vaults", vault, "services", call.one(WHICH)));
        call.reply().done("Removed " + document.text("removed") + " from " + vault + ".", document);
    }

    private static void clear(Call call, Connection server) {
        var vault = Vaults.name(call);
        Remote.confirm(call, "Removing all services of " + vault, vault);
        var document = server.send(Request.delete("v1", "vaults", vault, "services"));
        call.reply().done("Removed all services of " + vault + ".", document);
    }

    private static void test(Call call, Connection server) {
        var body = Json.object().with("method", call.one(METHOD)).with("url", call.one(URL));
        var document = server.send(Request.post(body, "v1", "vaults", Vaults.name(call), "services", "test"));
        call.reply()
                .facts(
                        List.of(
                                new Fact("decision", document.text("decision")),
                                new Fact("service", document.text("service")),
                                new Fact("credentials", texts(document.items("credentials"))),
                                new Fact("why", document.text("reason"))),
                        document);
    }

    private static Json.Fields body(List<Json> services) {
        return Json.object().with("services", new Json.Items(services));
    }

    private static String keys(Json service) {
        var auth = service.get("auth");
        return List.of("token", "username", "password", "key").stream()
                .map(auth::text)
                .filter(key -> !key.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String texts(List<Json> texts) {
        return texts.stream().map(Json::text).collect(Collectors.joining(", "));
    }
}
