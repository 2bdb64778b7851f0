package agentvault.rig;

import agentvault.load.Load;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// A run of scenarios: what they share, and how their rounds go.
public final class Rig implements AutoCloseable {

    private static final List<Scenario> SCENARIOS = List.of(
            KeepAlive.many(),
            KeepAlive.one(),
            new NewTunnels(),
            new NewHosts(),
            new ManyVaults(),
            new IdleTunnels(),
            new StackedVaults(),
            new MadeSessions(),
            new HeldSessions(),
            new Starts(),
            new Commands(),
            new Runs());

    private final Settings settings;
    private final Workshop workshop;
    private final Upstream upstream;
    private final Load load = new Load();
    private final List<Peer> peers = new ArrayList<>();

    private Rig(Settings settings, Path root) {
        this.settings = settings;
        this.workshop = Workshop.open(root);
        this.upstream = Upstream.start(workshop);
    }

    /// @param arguments `--scenario NAME --rounds N --seconds S --all-peers`
    public static void main(String[] arguments) throws IOException {
        var settings = Settings.of(Arrays.asList(arguments));
        var wanted = SCENARIOS.stream()
                .filter(each -> settings.scenario().isEmpty()
                        || settings.scenario().get().equals(each.name()))
                .toList();
        if (wanted.isEmpty()) throw new IllegalArgumentException("--scenario is one of " + names());
        var root = Path.of("").toAbsolutePath();
        var report = new StringBuilder("# The data plane, side by side\n\n`bench/run proxy")
                .append(Arrays.stream(arguments).map(each -> " " + each).collect(Collectors.joining()))
                .append("`. ")
                .append(Machine.told())
                .append("\n\n");
        try (var rig = new Rig(settings, root)) {
            for (var scenario : wanted) {
                var measured = scenario.run(rig).markdown();
                System.out.println(measured);
                report.append(measured);
            }
        }
        Files.writeString(root.resolve("bench/target/proxy.md"), report);
    }

    private static String names() {
        return SCENARIOS.stream().map(Scenario::name).collect(Collectors.joining(", "));
    }

    Turns turns(String scenario) {
        return new Turns(scenario, settings.rounds(), settings.time());
    }

    /// Those that are measured side by side, started when they are first asked for.
    List<Peer> peers() {
        if (peers.isEmpty()) peers.addAll(new Peers(workshop, upstream).start(settings.allPeers()));
        return peers;
    }

    Load load() {
        return load;
    }

    Workshop workshop() {
        return workshop;
    }

    Upstream upstream() {
        return upstream;
    }

    @Override
    public void close() {
        load.close();
        workshop.close();
    }
}
