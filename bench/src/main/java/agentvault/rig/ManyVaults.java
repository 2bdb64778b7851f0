package agentvault.rig;

import agentvault.json.Json;
import agentvault.load.Trip;
import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/// A small instance against a large one, under the same load: one request after the other on tunnels that take turns.
/// In the large one each tunnel is of another vault, and every round asks others.
record ManyVaults() implements Scenario {

    private static final int VAULTS = 10_000;
    private static final int SERVICES = 10;

    /// Few enough that the connections to the upstream, of which each vault has its own, are all kept.
    private static final int TUNNELS = 960;

    private static final int AT_ONCE = 32;
    private static final String SMALL = "1 vault, 10 services";
    private static final String LARGE = "10,000 vaults, 100,000 services";

    /// An instance, and a session for each vault or as many for the one.
    private record Sized(Product product, List<String> sessions) {}

    @Override
    public String name() {
        return "many-vaults";
    }

    @Override
    public Measured run(Rig rig) {
        try (var memory = Workshop.inMemory(rig.workshop().root())) {
            return measured(rig, small(rig, memory), large(rig, memory));
        }
    }

    private Measured measured(Rig rig, Sized small, Sized large) {
        var random = new Random(1);
        var all = List.of(
                new Contender(SMALL, time -> sample(rig, small, random, time)),
                new Contender(LARGE, time -> sample(rig, large, random, time)));
        var turns = rig.turns(name());
        turns.warm(all, Figure.RATE);
        return new Measured(
                "A small instance and a large one",
                TUNNELS + " tunnels stay open, " + AT_ONCE + " requests at a time go over them in turn, to all "
                        + SERVICES + " services of their vaults; in the large instance each tunnel is of another vault,"
                        + " chosen anew for each round. The vaults were made over the API, and data directories are in memory. "
                        + turns.told() + ".",
                List.of(Figure.RATE, Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                turns.measure(all),
                List.of(Budget.atMost(1.1, Figure.CPU, LARGE, SMALL)));
    }

    private static Sized small(Rig rig, Workshop memory) {
        var product = Product.start(memory, rig.upstream(), "small");
        product.serve(Product.VAULT, hosts(rig));
        var sessions = IntStream.range(0, TUNNELS)
                .mapToObj(_ -> product.session(Product.VAULT))
                .toList();
        return new Sized(product, sessions);
    }

    private static Sized large(Rig rig, Workshop memory) {
        var product = Product.start(memory, rig.upstream(), "large");
        var hosts = hosts(rig);
        var sessions = new ArrayList<String>();
        for (int number = 0; number < VAULTS; number++) {
            var vault = "vault-" + number;
            product.post("/v1/vaults", Json.object().with("name", vault));
            product.serve(vault, hosts);
            sessions.add(product.session(vault));
            if (sessions.size() % 1_000 == 0) System.err.println("many-vaults: made " + sessions.size() + " vaults");
        }
        return new Sized(product, sessions);
    }

    private static List<String> hosts(Rig rig) {
        return IntStream.range(0, SERVICES)
                .mapToObj(number -> Upstream.NAME + ":" + rig.upstream().port() + path(number) + "*")
                .toList();
    }

    private static String path(int number) {
        return "/service-" + number % SERVICES + "/";
    }

    private static Sample sample(Rig rig, Sized sized, Random random, Duration time) {
        var sessions = new ArrayList<>(sized.sessions());
        Collections.shuffle(sessions, random);
        var trips = IntStream.range(0, TUNNELS)
                .mapToObj(number -> trip(rig, sized.product(), sessions.get(number), number))
                .toList();
        try (var open = rig.load().open(trips)) {
            // Afterwards each vault is in memory, and has its connections.
            open.run(AT_ONCE, time);
            long before = sized.product().process().cpuMicros();
            var tally = open.run(AT_ONCE, time);
            return Sample.of(Figure.RATE, tally, sized.product().process().cpuMicros() - before);
        }
    }

    private static Trip trip(Rig rig, Product product, String session, int number) {
        var trip = product.trip(rig.upstream(), Upstream.NAME, session);
        return new Trip(
                trip.dialled(), trip.connect(), trip.name(), trip.request().replace("/v1/", path(number)));
    }
}
