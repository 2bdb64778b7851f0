package agentvault.run;

import agentvault.child.Outfit;
import agentvault.cli.SessionsServer;
import agentvault.command.Call;
import agentvault.command.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// `run` and `vault run`, which are one command: a program with a session of its own, behind the proxy.
public final class RunCommand {

    private static final String SAYS = """
        Run a program that uses a vault's credentials without having them

        The program gets a session of its own, variables that send its clients through the proxy,
        and none of your secrets. The session ends with the program.

        It ends with the program's own code; 126 if that cannot be executed, 127 if there is none.\
        """;

    private RunCommand() {}

    /// The command, at both of its places.
    public static List<Command> all() {
        return List.of(
                command("run"), Command.group("vault", "", () -> List.of(command("vault run"))), RunDoctor.command());
    }

    private static Command command(String place) {
        return Command.of("run", SAYS, RunCommand::run)
                .example("agent-vault " + place + " claude", "Start Claude Code behind the proxy")
                .example(
                        "agent-vault " + place + " --vault payments -- curl https://api.stripe.com/v1/balance",
                        "Ask an API with the credential of its service")
                .example(
                        "agent-vault " + place + " --sandbox --allow anthropic,npm claude",
                        "Let it reach nothing else, and see no file but those of this folder")
                .flags(Wanted.flags())
                .takes(Wanted.COMMAND);
    }

    /// The life of a run. What it makes is gone when it ends, in reverse, however the program ended.
    private static int run(Call call) {
        var wanted = Wanted.of(call);
        wanted.program().check(call.environment());
        if (wanted.enclosed()) InTheSandbox.check(call, wanted);
        var server = SessionsServer.of(call);
        var root = server.root();
        try (var folder = RunFolder.make(call.environment());
                var lease = lease(call, wanted, server);
                var place = place(call, wanted, server, root, lease, folder)) {
            var theirs = call.environment().variables();
            var outfit = Outfit.prepare(folder.outfit(), place.seen(), place.way(), root.pem(), theirs);
            var variables = variables(call, wanted, server, outfit);
            var child = place.child(variables, documents(wanted, server));
            if (!wanted.enclosed()) variables.tell(call, wanted.told());
            int code = child.run();
            if (!lease.giveBack()) call.terminal().say("The session ended before the program did.");
            return code;
        }
    }

    /// For an agent there is none to make: its token is lent as it is.
    private static Lease lease(Call call, Wanted wanted, SessionsServer server) {
        if (server.agents().isPresent()) {
            wanted.checkAgents(call, server.vaults());
            return Lease.ofAgent(server);
        }
        var asked = wanted.session(call);
        return wanted.enclosed() && server.direct() ? Lease.withSocket(server, asked) : Lease.of(server, asked);
    }

    private static Place place(
            Call call, Wanted wanted, SessionsServer server, SessionsServer.Root root, Lease lease, RunFolder folder) {
        if (wanted.enclosed()) return InTheSandbox.of(call, wanted, server, root.port(), lease, folder);
        return InTheOpen.of(
                wanted.command(),
                server,
                root.port(),
                lease,
                folder.outfit(),
                call.environment().home());
    }

    /// A program in a sandbox gets nothing of the operator's that could be a secret, so there is nothing to compare.
    private static Variables variables(Call call, Wanted wanted, SessionsServer server, Outfit outfit) {
        var services = server.vaults().stream()
                .flatMap(vault -> server.services(vault).stream())
                .toList();
        var stored = new TreeSet<String>();
        if (!wanted.enclosed()) {
            var candidates = new TreeMap<>(call.environment().variables());
            candidates.keySet().removeAll(outfit.removed());
            candidates.keySet().removeAll(outfit.variables().keySet());
            stored.addAll(Scrubbing.stored(server, candidates));
        }
        return Variables.of(outfit, stored, Placeholders.of(services), wanted.given());
    }

    private static Map<Path, String> documents(Wanted wanted, SessionsServer server) {
        var place = AgentDocument.place(wanted.program().name());
        if (place.isEmpty()) return Map.of();
        var document = server.document();
        return document.isEmpty() ? Map.of() : Map.of(place.get(), document);
    }
}
