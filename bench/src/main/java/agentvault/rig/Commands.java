package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.util.List;
import java.util.Map;

/// Commands as a person at a terminal waits for them: two that the client answers, and one that asks the server.
record Commands() implements Scenario {

    private static final String HELP = "help";
    private static final String VERSION = "version";
    private static final String ASKING = "vault list";
    private static final int TIMES = 10;

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public Measured run(Rig rig) {
        var user = User.of(rig, Product.start(rig.workshop(), rig.upstream(), "commands"));
        var all = List.of(
                new Contender(HELP, _ -> sample(user, HELP)),
                new Contender(VERSION, _ -> sample(user, VERSION)),
                new Contender(ASKING, _ -> sample(user, "vault", "list")));
        // Files that no command has read yet come from the disk.
        all.forEach(each -> each.measure(rig.turns(name()).time()));
        return new Measured(
                "Commands",
                "From the command to its end; the mean of " + TIMES + " one after the other in each round.",
                List.of(Figure.DONE),
                rig.turns(name()).measure(all),
                List.of(
                        Budget.atMost(120, Figure.DONE, HELP),
                        Budget.atMost(120, Figure.DONE, VERSION),
                        Budget.atMost(250, Figure.DONE, ASKING)));
    }

    private static Sample sample(User user, String... words) {
        return new Sample(Map.of(Figure.DONE, user.millis(TIMES, List.of(words))), Map.of());
    }
}
