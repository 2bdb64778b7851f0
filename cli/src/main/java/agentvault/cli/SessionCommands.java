package agentvault.cli;

import agentvault.command.Argument;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.terminal.Reply;
import agentvault.terminal.Table;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// `vault token`, `vault discover` and `vault session`: what agents use vaults with, and what they find there.
final class SessionCommands {

    private static final Flag TTL = Flag.with("ttl", "TIME", "How long it lasts, as 30m, 8h or 7d (usually 24h)");
    private static final Flag ROLE =
            Flag.with("role", "ROLE", "proxy, member or admin; never above your own (usually proxy)");
    private static final Flag LABEL = Flag.with("label", "TEXT", "What the list of sessions calls it");
    private static final Flag ALSO =
            Flag.with("also", "VAULT", "Another vault that it may use").many();
    private static final Flag ALLOW = Flag.with("allow", "HOST", "Let this host through without a credential")
            .many();
    private static final Flag SOCKET = Flag.on(
            "socket", "Print the path of a Unix socket that acts as the session instead, on the server's own machine");
    private static final Argument ID = Argument.one("ID", "The session, as agent-vault vault session list shows it.");

    private SessionCommands() {}

    static Command token() {
        return Remote.user("token", "Make a session and print its token, and nothing else", SessionCommands::make)
                .example(
                        "agent-vault vault token --vault payments --ttl 1h",
                        "Print a token for an hour's use of payments")
                .example(
                        "agent-vault vault token --vault payments --socket",
                        "Print the path of a socket that needs no token")
                .flags(TTL, ROLE, LABEL, ALSO, ALLOW, SOCKET, Vaults.VAULT);
    }

    static Command discover() {
        return Remote.agentOrUser(
                        "discover", "List which hosts and credentials an agent may use", SessionCommands::discover)
                .example("agent-vault vault discover --json", "See what AGENT_VAULT_TOKEN may use")
                .flags(Vaults.VAULT);
    }

    static List<Command> all() {
        return List.of(
                Remote.user("list", "List the sessions that may use a vault", SessionCommands::list)
                        .example("agent-vault vault session list --vault payments", "See who uses payments")
                        .flags(Vaults.VAULT),
                Remote.user("revoke", "End a session; what it is doing ends with it", SessionCommands::revoke)
                        .example(
                                "agent-vault vault session revoke 3f9c2b71d0a84e65c1aa --vault payments",
                                "End it at once")
                        .flags(Vaults.VAULT)
                        .takes(ID));
    }

    private static void make(Call call, Connection server) {
        var document = server.send(Request.post(asked(call), "v1", "sessions"));
        if (call.reply().form() == Reply.Form.JSON) {
            call.reply().json(document);
            return;
        }
        call.terminal().answer().print(document.text(call.on(SOCKET) ? "socket_path" : "token"));
        call.terminal().answer().flush();
    }

    private static Json.Fields asked(Call call) {
        var vault = Vaults.name(call);
        var also = call.values(ALSO);
        var body = also.isEmpty() ? Json.object().with("vault", vault) : several(vault, also);
        if (call.value(TTL).isPresent())
            body = body.with("ttl_seconds", seconds(call.value(TTL).get(), TTL));
        if (call.value(ROLE).isPresent())
            body = body.with("vault_role", call.value(ROLE).get());
        if (call.value(LABEL).isPresent())
            body = body.with("label", call.value(LABEL).get());
        if (call.on(SOCKET)) body = body.with("socket", true);
        return call.values(ALLOW).isEmpty() ? body : body.with("allow", Json.texts(call.values(ALLOW)));
    }

    private static Json.Fields several(String first, List<String> also) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(also);
        return Json.object().with("vaults", Json.texts(all));
    }

    /// A number with its unit; without one they are seconds.
    ///
    /// @param flag what the text was given with
    static long seconds(String text, Flag flag) {
        int end = text.length() - 1;
        var unit = end < 0 ? ' ' : text.charAt(end);
        var one = switch (unit) {
            case 's' -> Duration.ofSeconds(1);
            case 'm' -> Duration.ofMinutes(1);
            case 'h' -> Duration.ofHours(1);
            case 'd' -> Duration.ofDays(1);
            default -> Duration.ZERO;
        };
        var number = one.isZero() ? text : text.substring(0, end);
        try {
            return Math.multiplyExact(Integer.parseInt(number), Math.max(1, one.toSeconds()));
        } catch (NumberFormatException _) {
            throw Failure.misuse("--" + flag.name() + " takes a time like 30m, 8h or 7d.");
        }
    }

    private static void discover(Call call, Connection server) {
        var vault = Vaults.nameForAgentOrUser(call);
        var offer = Connection.agentToken(call).isPresent()
                ? server.send(Request.get("discover").query("vault", vault))
                : ownView(server, vault);
        var table = Table.of("SERVICE", "HOST", "");
        offer.items("services")
                .forEach(service -> table.row(
                        service.text("name"),
                        service.text("host"),
                        service.text("enabled").equals("false") ? "off" : ""));
        call.reply().rows(table, offer, "No host has a service in " + vault + " yet.");
    }

    /// What an agent of the vault would be told, by what its members may read.
    private static Json ownView(Connection server, String vault) {
        var services = server.send(Request.get("v1", "vaults", vault, "services"));
        var credentials = server.send(Request.get("v1", "credentials").query("vault", vault));
        return Json.object()
                .with("vault", vault)
                .with("services", services.get("services"))
                .with("available_credentials", credentials.get("keys"));
    }

    private static void list(Call call, Connection server) {
        var document = server.send(Request.get("v1", "sessions").query("vault", Vaults.name(call)));
        var table = Table.of("ID", "LABEL", "ROLE", "MADE BY", "MADE", "EXPIRES", "");
        document.items("sessions")
                .forEach(session -> table.row(
                        session.text("id"),
                        session.text("label"),
                        session.text("vault_role"),
                        session.get("created_by").text("display_name"),
                        Moments.said(call, session.text("created_at")),
                        Moments.said(call, session.text("expires_at")),
                        session.truth("socket") ? "socket" : ""));
        call.reply().rows(table, document, "No session uses it. Make one: agent-vault vault token");
    }

    private static void revoke(Call call, Connection server) {
        var document =
                server.send(Request.delete("v1", "sessions", call.one(ID)).query("vault", Vaults.name(call)));
        call.reply().done("Ended the session " + call.one(ID) + ".", document);
    }
}
