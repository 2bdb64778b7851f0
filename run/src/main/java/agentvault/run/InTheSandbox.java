package agentvault.run;

import agentvault.child.Way;
import agentvault.cli.SessionsServer;
import agentvault.command.Call;
import agentvault.command.Environment;
import agentvault.command.Failure;
import agentvault.crypto.Secret;
import agentvault.sandbox.Hindrance;
import agentvault.sandbox.Mount;
import agentvault.sandbox.Plan;
import agentvault.sandbox.Relay;
import agentvault.sandbox.Sandbox;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// In namespaces of its own, where nothing is but the session's socket and the files that are mounted.
final class InTheSandbox implements Place {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Way.Token NONE = Way.Token.none();

    private final Plan plan;
    private final Environment environment;
    private final Way way;
    private final Optional<Relay> relay;

    private InTheSandbox(Plan plan, Environment environment, Way way, Optional<Relay> relay) {
        this.plan = plan;
        this.environment = environment;
        this.way = way;
        this.relay = relay;
    }

    /// Fails, before anything is made, if there can be no sandbox, or none with these mounts.
    static void check(Call call, Wanted wanted) {
        Sandbox.hindrance().ifPresent(why -> {
            throw failure("No sandbox can be made here.", why);
        });
        var nowhere = call.environment().folder();
        Sandbox.refusal(plan(call, wanted, nowhere, nowhere)).ifPresent(why -> {
            throw failure("The sandbox would not be one.", why);
        });
    }

    private static Failure failure(String what, Hindrance why) {
        return Failure.of(what).because(why.sentence());
    }

    /// @param folder of the run
    static InTheSandbox of(
            Call call, Wanted wanted, SessionsServer server, int proxyPort, Lease lease, RunFolder folder) {
        var proxy = InetSocketAddress.createUnresolved(LOOPBACK, Sandbox.PROXY_PORT);
        var address = "http://" + LOOPBACK + ":" + Sandbox.API_PORT;
        var way = new Way(proxy, address, NONE, server.vaults().getFirst());
        var made = lease.socket().map(Path::of).filter(Files::isWritable);
        if (made.isPresent()) {
            var plan = plan(call, wanted, made.get(), folder.outfit());
            return new InTheSandbox(plan, call.environment(), way, Optional.empty());
        }
        var file = folder.path().resolve("socket");
        var relay = Relay.open(file, elsewhere(server, proxyPort), secret(lease));
        return new InTheSandbox(plan(call, wanted, file, folder.outfit()), call.environment(), way, Optional.of(relay));
    }

    private static Relay.Server elsewhere(SessionsServer server, int proxyPort) {
        var vault = server.agents().isPresent() ? server.vaults().getFirst() : "";
        return new Relay.Server(
                server.authority(),
                server.base(),
                vault,
                () -> server.dial(server.port()),
                () -> server.dial(proxyPort));
    }

    private static Secret secret(Lease lease) {
        return lease.token().reveal(text -> Secret.take(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private static Plan plan(Call call, Wanted wanted, Path socket, Path outfit) {
        var environment = call.environment();
        var work = new Plan.Work(environment.folder(), call.on(Wanted.READ_ONLY), mounts(call));
        return new Plan(work, socket, outfit, environment.home(), Map.of(), wanted.command(), never(environment));
    }

    private static List<Mount> mounts(Call call) {
        return call.values(Wanted.MOUNT).stream()
                .map(text -> Mount.parse(text, call.environment().folder())
                        .orElseThrow(() -> Failure.misuse("--mount cannot be read: " + text)
                                .because("It looks like PATH, PATH:ro, PATH:rw or PATH:/INSIDE:ro.")))
                .toList();
    }

    /// Where a server of this user usually keeps its data, and where logins are kept.
    private static Set<Path> never(Environment environment) {
        var home = environment.home();
        var never = new ArrayList<>(List.of(
                home.resolve(".config/agent-vault"),
                home.resolve(".local/share/agent-vault"),
                home.resolve(".local/state/agent-vault")));
        Map.of("XDG_CONFIG_HOME", "agent-vault", "XDG_DATA_HOME", "agent-vault", "AGENT_VAULT_DATA_DIR", "")
                .forEach((name, below) -> environment
                        .variable(name)
                        .map(value -> environment.folder().resolve(value).resolve(below))
                        .ifPresent(never::add));
        return Set.copyOf(never);
    }

    @Override
    public Way way() {
        return way;
    }

    @Override
    public Path seen() {
        return Sandbox.OUTFIT;
    }

    @Override
    public Child child(Variables variables, Map<Path, String> documents) {
        var mounts = new ArrayList<>(plan.work().mounts());
        documents.forEach((place, text) -> mounts.add(document(place, text)));
        var work = new Plan.Work(plan.work().folder(), plan.work().readOnly(), mounts);
        var inside = variables.enclosed(environment.variables());
        var whole = new Plan(work, plan.socket(), plan.outfit(), plan.home(), inside, plan.command(), plan.never());
        return new Child(Sandbox.enclose(whole), true);
    }

    /// The home is empty in there: the document is shown where it would be.
    private Mount document(Path place, String text) {
        try {
            var file = Files.writeString(plan.outfit().resolve("document.md"), text);
            return new Mount(file, plan.home().resolve(place), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        relay.ifPresent(Relay::close);
    }
}
