package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Programs in a run: what the run adds to the time of a program that does nothing, and how fast one of them reads,
/// through the port of the forward proxy and through the socket of a sandbox.
record Runs() implements Scenario {

    private static final String BARE = "the bare command";
    private static final String RUN = "run";
    private static final String SANDBOX = "run --sandbox";
    private static final String NAME = "shop.bench.example";
    private static final int PROGRAMS = 5;
    private static final int DOWNLOADS = 16;
    private static final int REQUESTS = 4_000;
    private static final double MEGA = 1e6;

    @Override
    public String name() {
        return "run";
    }

    @Override
    public Measured run(Rig rig) {
        try (var _ = Names.open()) {
            var product = Product.start(rig.workshop(), rig.upstream(), "runs");
            product.serve(Product.VAULT, List.of(NAME + ":" + rig.upstream().port()));
            return measured(rig.turns(name()), User.of(rig, product));
        }
    }

    private static Measured measured(Turns turns, User user) {
        var run = new Contender(RUN, _ -> everything(user, List.of("run", "--")));
        var sandbox = new Contender(SANDBOX, _ -> everything(user, List.of("run", "--sandbox", "--")));
        turns.warm(List.of(run, sandbox), Figure.RATE);
        return new Measured(
                "Runs",
                "From the command to the end of `true`; one curl that asks " + REQUESTS
                        + " times on one connection, and one that reads " + DOWNLOADS
                        + " bodies of 64 MiB, without the time until it begins.",
                List.of(Figure.DONE, Figure.RATE, Figure.BYTES),
                turns.measure(List.of(new Contender(BARE, _ -> nothing(user, List.of())), run, sandbox)),
                List.of(
                        Budget.atLeast(0.7, Figure.BYTES, SANDBOX, RUN),
                        Budget.atLeast(0.7, Figure.RATE, SANDBOX, RUN)));
    }

    private static Sample nothing(User user, List<String> before) {
        return new Sample(Map.of(Figure.DONE, user.millis(PROGRAMS, before, "true")), Map.of());
    }

    private static Sample everything(User user, List<String> before) {
        double empty = nothing(user, before).figures().getOrDefault(Figure.DONE, 0.0);
        double asked =
                user.millis(1, before, "curl", "-sSf", "-o", "/dev/null", user.site(NAME) + "/[1-" + REQUESTS + "]")
                        - empty;
        var large = new ArrayList<>(List.of("curl", "-sSf"));
        for (int n = 0; n < DOWNLOADS; n++) large.addAll(List.of("-o", "/dev/null", user.site(NAME) + Upstream.LARGE));
        double read = user.millis(1, before, large.toArray(String[]::new)) - empty;
        double seconds = Duration.ofSeconds(1).toMillis();
        return new Sample(
                Map.of(
                        Figure.DONE, empty,
                        Figure.RATE, REQUESTS / (asked / seconds),
                        Figure.BYTES, DOWNLOADS * Upstream.LARGE_BYTES / MEGA / (read / seconds)),
                Map.of());
    }
}
