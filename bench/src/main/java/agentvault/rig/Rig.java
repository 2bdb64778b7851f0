package agentvault.rig;

import agentvault.load.Load;
import agentvault.rig.Round.Sample;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A run of scenarios: what they share, and how their rounds go.
public final class Rig implements AutoCloseable {

    private static final List<Scenario> SCENARIOS = List.of(KeepAlive.many(), KeepAlive.one());

    /// How much longer than a round each is driven before the first one.
    private static final int WARM_UP = 3;

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

    /// One measurement.
    interface Measurement {
        Sample of(Rig rig, Peer peer, Duration time);
    }

    /// Measures each in turn, and that again and again, each time beginning with another one.
    List<Round> rounds(String name, List<Peer> each, Measurement measurement) {
        for (var peer : each) {
            progress(
                    name,
                    "warm-up",
                    peer,
                    measurement.of(this, peer, settings.time().multipliedBy(WARM_UP)));
        }
        var rounds = new ArrayList<Round>();
        for (int number = 1; number <= settings.rounds(); number++) {
            var samples = new LinkedHashMap<String, Sample>();
            each.forEach(peer -> samples.put(peer.name(), new Sample(Map.of(), Map.of())));
            var order = new ArrayList<>(each);
            Collections.rotate(order, number);
            for (var peer : order) {
                var sample = measurement.of(this, peer, settings.time());
                progress(name, "round " + number + "/" + settings.rounds(), peer, sample);
                samples.put(peer.name(), sample);
            }
            rounds.add(new Round(samples));
        }
        return rounds;
    }

    private static void progress(String name, String when, Peer peer, Sample sample) {
        var figures = sample.figures().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each -> String.format(
                        Locale.ROOT,
                        "%,." + each.getKey().digits() + "f %s",
                        each.getValue(),
                        each.getKey().heading()))
                .collect(Collectors.joining(" · "));
        var errors = sample.errors().isEmpty() ? "" : " · errors: " + Measured.told(sample.errors());
        System.err.println(name + " " + when + " " + peer.name() + ": " + figures + errors);
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

    String told() {
        return settings.rounds() + " rounds of " + settings.time().toSeconds() + " s";
    }

    @Override
    public void close() {
        load.close();
        workshop.close();
    }
}
