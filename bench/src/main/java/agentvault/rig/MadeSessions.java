package agentvault.rig;

import java.util.List;

/// Making sessions, over one vault and over as many as a session is likely to stack.
record MadeSessions() implements Scenario {

    private static final int STACKED = 5;

    @Override
    public String name() {
        return "sessions-made";
    }

    @Override
    public Measured run(Rig rig) {
        try (var memory = Workshop.inMemory(rig.workshop().root())) {
            var one = Product.start(memory, rig.upstream(), "one");
            var several = Product.start(memory, rig.upstream(), "several");
            var stack = StackedVaults.make(several, STACKED);
            var all = List.of(
                    new Contender("over 1 vault", time -> Sessions.measure(one, List.of(Product.VAULT), time)),
                    new Contender("over " + STACKED + " vaults", time -> Sessions.measure(several, stack, time)));
            var turns = rig.turns(name());
            turns.warm(all, Figure.SESSIONS);
            return new Measured(
                    "Sessions that are made",
                    "32 clients ask `POST /v1/sessions`, each again when it has its answer, on servers whose data directories"
                            + " are in memory; no session ends meanwhile, so that each round has more of them than the one before. "
                            + turns.told() + ".",
                    List.of(Figure.SESSIONS, Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                    turns.measure(all),
                    List.of());
        }
    }
}
