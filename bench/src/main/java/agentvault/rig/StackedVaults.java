package agentvault.rig;

import agentvault.json.Json;
import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Requests of sessions that stack vaults, of which the last one alone has a service for them.
record StackedVaults() implements Scenario {

    private static final int LINES = 32;
    private static final int SERVICES = 10;
    private static final String VAULTS = " stacked vaults";

    @Override
    public String name() {
        return "stacked-vaults";
    }

    @Override
    public Measured run(Rig rig) {
        var product = Product.start(rig.workshop(), rig.upstream(), "stacked");
        var above = make(product, 49);
        product.serve(
                Product.VAULT, List.of(Upstream.NAME + ":" + rig.upstream().port()));
        var all = Stream.of(1, 5, 50)
                .map(depth -> contender(rig, product, above.subList(0, depth - 1)))
                .toList();
        var turns = rig.turns(name());
        turns.warm(all, Figure.RATE);
        return new Measured(
                "Stacked vaults",
                "Requests one after the other on " + LINES + " connections of one session; each vault has " + SERVICES
                        + " services, and the last one the one that decides. " + turns.told() + ".",
                List.of(Figure.RATE, Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                turns.measure(all),
                List.of(Budget.atMost(1.1, Figure.CPU, 5 + VAULTS, 1 + VAULTS)));
    }

    /// Vaults with services for other hosts.
    static List<String> make(Product product, int count) {
        var names = IntStream.range(0, count).mapToObj(n -> "stacked-" + n).toList();
        for (var name : names) {
            product.post("/v1/vaults", Json.object().with("name", name));
            product.serve(
                    name,
                    IntStream.range(0, SERVICES)
                            .mapToObj(n -> "api-" + n + "." + name + ".bench.example")
                            .toList());
        }
        return names;
    }

    private static Contender contender(Rig rig, Product product, List<String> above) {
        var vaults = Stream.concat(above.stream(), Stream.of(Product.VAULT)).toList();
        var session = product.session(vaults);
        return new Contender(vaults.size() + VAULTS, time -> sample(rig, product, session, time));
    }

    private static Sample sample(Rig rig, Product product, String session, Duration time) {
        var trip = product.trip(rig.upstream(), Upstream.NAME, session);
        try (var open = rig.load().open(Collections.nCopies(LINES, trip))) {
            long before = product.process().cpuMicros();
            var tally = open.run(LINES, time);
            return Sample.of(Figure.RATE, tally, product.process().cpuMicros() - before);
        }
    }
}
