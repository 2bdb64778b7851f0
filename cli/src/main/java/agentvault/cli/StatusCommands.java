package agentvault.cli;

import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.json.Json;
import agentvault.terminal.Fact;
import java.util.List;

/// `status` and `version`: is there a server, and what is this.
final class StatusCommands {

    private StatusCommands() {}

    static Command status() {
        return Remote.open("status", "Show whether the server answers, and where commands go", StatusCommands::status)
                .example("agent-vault status", "See the server, your login and the vault in use");
    }

    static Command version() {
        return Command.of("version", "Show the version", StatusCommands::version)
                .example("agent-vault version", "See which version this is");
    }

    private static void status(Call call, Connection server) {
        var health = server.ask(Request.get("health"));
        var state = health instanceof Answer.Done(var document) ? document.text("status") : "unhealthy";
        var status = server.send(Request.get("v1", "status"));
        var login = ClientFiles.of(call.environment()).login();
        var who = login.filter(one -> one.address().equals(server.address()))
                .map(Login::email)
                .orElse("nobody");
        var vault = Vaults.of(call);
        var accounts = status.truth("needs_first_user") ? "none yet: agent-vault auth register" : "made";
        call.reply()
                .facts(
                        List.of(
                                new Fact("server", server.address().toString()),
                                new Fact("health", state),
                                new Fact("forward proxy", forwarding(status.get("forward_proxy"))),
                                new Fact("first account", accounts),
                                new Fact("logged in", who),
                                new Fact("vault", vault.said())),
                        Json.object()
                                .with("address", server.address().toString())
                                .with("health", state)
                                .with("server", status)
                                .with("email", login.map(Login::email).orElse(""))
                                .with("vault", vault.name()));
    }

    private static String forwarding(Json proxy) {
        return switch (proxy.text("state")) {
            case "on" -> "port " + proxy.text("port");
            case "port_in_use" -> "off. " + proxy.text("hint");
            default -> "off";
        };
    }

    private static int version(Call call) {
        var java = Runtime.version().toString();
        call.reply()
                .text(
                        "agent-vault " + Version.NUMBER + " (Java " + java + ")\n",
                        Json.object().with("version", Version.NUMBER).with("java", java));
        return Exit.DONE;
    }
}
