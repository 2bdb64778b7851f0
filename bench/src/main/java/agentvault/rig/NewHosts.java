package agentvault.rig;

import agentvault.load.Trip;
import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// A host that was never asked for, each time: its name is looked up, a certificate is made, a connection opened to it.
record NewHosts() implements Scenario {

    private static final int AT_ONCE = 16;

    /// A session makes the server sign for 50 names at once and 5 more a second: so many sessions are not slowed down.
    private static final int SESSIONS = 400;

    private static final String DOMAIN = "bench.example";
    private static final double FIVE_MILLIS = 5_000;

    @Override
    public String name() {
        return "new-host";
    }

    @Override
    public Measured run(Rig rig) {
        try (var _ = Names.open()) {
            var product = Product.start(rig.workshop(), rig.upstream(), "new-hosts");
            product.serve(
                    Product.VAULT, List.of("*." + DOMAIN + ":" + rig.upstream().port()));
            var sessions = Stream.generate(() -> product.session(Product.VAULT))
                    .limit(SESSIONS)
                    .toList();
            var used = new AtomicInteger();
            var ours = new Contender(Peers.OURS, time -> sample(rig, product, sessions, used, time));
            var turns = rig.turns(name());
            turns.warm(List.of(ours), Figure.CONNECTIONS);
            return new Measured(
                    "A new host for each request",
                    AT_ONCE + " at once, each through a tunnel to a name never used before, which the system looks up; "
                            + SESSIONS + " sessions take turns; " + turns.told() + ".",
                    List.of(Figure.CONNECTIONS, Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                    turns.measure(List.of(ours)),
                    List.of(
                            Budget.atLeast(300, Figure.CONNECTIONS, Peers.OURS),
                            Budget.atMost(FIVE_MILLIS, Figure.CPU, Peers.OURS)));
        }
    }

    private static Sample sample(Rig rig, Product product, List<String> sessions, AtomicInteger used, Duration time) {
        long before = product.process().cpuMicros();
        var tally = rig.load().fresh(() -> trip(rig, product, sessions, used.getAndIncrement()), AT_ONCE, time);
        return Sample.of(Figure.CONNECTIONS, tally, product.process().cpuMicros() - before);
    }

    private static Trip trip(Rig rig, Product product, List<String> sessions, int number) {
        var session = sessions.get(number % sessions.size());
        return product.trip(rig.upstream(), "host-" + number + "." + DOMAIN, session);
    }
}
