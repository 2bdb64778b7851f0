package agentvault.run;

import agentvault.child.Outfit;
import agentvault.cli.SessionsServer;
import agentvault.command.Call;
import agentvault.command.Command;
import agentvault.command.Exit;
import agentvault.command.Failure;
import agentvault.command.Flag;
import agentvault.json.Json;
import agentvault.sandbox.Sandbox;
import agentvault.terminal.Table;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `doctor --run`: has each client that is installed here ask through the proxy from inside a run, and believes what
/// the server saw of it. It takes less than ten seconds, however busy the machine is: what was not found out by then
/// is told as not known.
final class RunDoctor {

    private static final Flag RUN = Flag.on("run", "Try the clients that are installed here from inside a run");

    /// Beside it there are the start of this command and its end.
    private static final Duration MOST = Duration.ofSeconds(7);

    private RunDoctor() {}

    static Command command() {
        return Command.of("doctor", "Try the clients that are installed here from inside a run", RunDoctor::examine)
                .example("agent-vault doctor --run", "See which clients get through the proxy, and what to do")
                .flags(Stream.concat(Stream.of(RUN), SessionsServer.flags().stream())
                        .toArray(Flag[]::new))
                .onlyWith(RUN);
    }

    private static int examine(Call call) {
        long end = System.nanoTime() + MOST.toNanos();
        var server = SessionsServer.of(call);
        if (server.agents().isPresent()) {
            throw Failure.misuse("AGENT_VAULT_TOKEN is set, and doctor --run reads what a person may read.")
                    .next("env -u AGENT_VAULT_TOKEN agent-vault doctor --run");
        }
        var sandbox = CompletableFuture.supplyAsync(Enclosing::tried);
        var found = found(call, server, end);
        var left = Math.max(0, end - System.nanoTime());
        return tell(
                call,
                found,
                sandbox.completeOnTimeout(Enclosing.LATE, left, TimeUnit.NANOSECONDS)
                        .join());
    }

    /// Whether there can be a sandbox here.
    private record Enclosing(Verdict works, String fix) {

        static final Enclosing LATE =
                new Enclosing(Verdict.NOT_KNOWN, "The time was over: try again when the machine has less to do");

        static Enclosing tried() {
            return Sandbox.hindrance()
                    .map(why -> new Enclosing(Verdict.NO, why.sentence()))
                    .orElse(new Enclosing(Verdict.YES, ""));
        }

        String word() {
            return switch (works) {
                case YES -> "works";
                case NO -> "does not work";
                case NOT_KNOWN -> works.word();
            };
        }
    }

    private static List<Found> found(Call call, SessionsServer server, long end) {
        var root = server.root();
        var asked = Json.object().with("label", "doctor --run").with("unmatched_host_policy", "deny");
        try (var folder = RunFolder.make(call.environment());
                var lease = Lease.of(server, asked.with("ttl_seconds", 300));
                var place = InTheOpen.of(
                        List.of("true"),
                        server,
                        root.port(),
                        lease,
                        folder.outfit(),
                        call.environment().home())) {
            var theirs = call.environment().variables();
            var outfit = Outfit.prepare(folder.outfit(), place.seen(), place.way(), root.pem(), theirs);
            var variables = Variables.of(outfit, Set.of(), new TreeMap<>(), Map.of());
            return new Trials(server, folder.path(), variables, end).of(Probe.ALL);
        }
    }

    private static int tell(Call call, List<Found> all, Enclosing sandbox) {
        var table = Table.of("CLIENT", "VERSION", "PROXY", "CERTIFICATE", "IDENTITY", "FIX");
        all.forEach(found -> table.row(
                found.probe().name(),
                found.version(),
                found.proxy().word(),
                found.certificate().word(),
                found.proxy().word(),
                found.fix()));
        table.row("--sandbox", "", "", "", sandbox.word(), sandbox.fix());
        boolean well = all.stream().allMatch(Found::well);
        var document = Json.object()
                .with("healthy", well)
                .with(
                        "clients",
                        new Json.Items(all.stream().map(Found::document).toList()))
                .with("sandbox", sandbox.works().document())
                .with("sandbox_fix", sandbox.fix());
        call.reply().rows(table, document, "");
        return well ? Exit.DONE : Exit.FAILED;
    }
}
