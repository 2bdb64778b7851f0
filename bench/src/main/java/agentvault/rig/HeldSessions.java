package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Random;

/// A server that holds few sessions against one that holds many, under the same load: each connection is of a session
/// of
/// its own, and every round asks with others.
record HeldSessions() implements Scenario {

    private static final int FEW = 960;
    private static final int MANY = 100_000;
    private static final int AT_ONCE = 32;
    private static final double KILO = 1_024;
    private static final String SMALL = "960 sessions";
    private static final String LARGE = "100,000 sessions";

    /// A server, and the sessions that it holds.
    private record Holding(Product product, List<String> sessions) {}

    @Override
    public String name() {
        return "sessions-held";
    }

    @Override
    public Measured run(Rig rig) {
        try (var memory = Workshop.inMemory(rig.workshop().root())) {
            var random = new Random(1);
            var few = holding(rig, memory, "few", FEW);
            var many = holding(rig, memory, "many", MANY);
            var all = List.of(
                    new Contender(SMALL, time -> sample(rig, few, random, time)),
                    new Contender(LARGE, time -> sample(rig, many, random, time)));
            var turns = rig.turns(name());
            turns.warm(all, Figure.RATE);
            return new Measured(
                    "Sessions that are held",
                    FEW + " tunnels stay open, each of a session of its own that is chosen anew for each round, and "
                            + AT_ONCE
                            + " requests at a time go over them in turn. The sessions were made over the API, and data"
                            + " directories are in memory. Memory is the process's resident set. " + turns.told() + ".",
                    List.of(Figure.RATE, Figure.MEDIAN, Figure.TAIL, Figure.CPU, Figure.MEMORY),
                    turns.measure(all),
                    List.of(Budget.atMost(1.1, Figure.CPU, LARGE, SMALL)));
        }
    }

    private static Holding holding(Rig rig, Workshop memory, String name, int sessions) {
        var product = Product.start(memory, rig.upstream(), name);
        product.serve(
                Product.VAULT, List.of(Upstream.NAME + ":" + rig.upstream().port()));
        return new Holding(product, Sessions.make(product, List.of(Product.VAULT), sessions));
    }

    private static Sample sample(Rig rig, Holding holding, Random random, Duration time) {
        var product = holding.product();
        var sessions = new ArrayList<>(holding.sessions());
        Collections.shuffle(sessions, random);
        var trips = sessions.subList(0, FEW).stream()
                .map(session -> product.trip(rig.upstream(), Upstream.NAME, session))
                .toList();
        try (var open = rig.load().open(trips)) {
            open.run(AT_ONCE, time);
            long before = product.process().cpuMicros();
            var tally = open.run(AT_ONCE, time);
            var asked = Sample.of(Figure.RATE, tally, product.process().cpuMicros() - before);
            var figures = new HashMap<>(asked.figures());
            figures.put(Figure.MEMORY, product.process().residentKilobytes() / KILO);
            return new Sample(figures, asked.errors());
        }
    }
}
