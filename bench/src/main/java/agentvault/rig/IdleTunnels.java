package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// Tunnels that rest: each was opened and used, and now takes nothing but memory. Every round has a server of its own,
/// since what a JVM has taken it keeps.
record IdleTunnels() implements Scenario {

    private static final int TUNNELS = 10_000;
    private static final int AT_ONCE = 32;
    private static final double KILO = 1_024;

    private static final Duration REST = Duration.ofSeconds(3);

    @Override
    public String name() {
        return "idle-tunnels";
    }

    @Override
    public Measured run(Rig rig) {
        return new Measured(
                "Tunnels that rest",
                "A server is started and used by one tunnel; then " + TUNNELS
                        + " are opened, asked once, and rest. Memory is the process's resident set.",
                List.of(Figure.IDLE_MEMORY, Figure.MEMORY, Figure.TUNNEL_MEMORY),
                rig.turns(name()).measure(List.of(new Contender(Peers.OURS, _ -> sample(rig)))),
                List.of(
                        Budget.atMost(30, Figure.TUNNEL_MEMORY, Peers.OURS),
                        new Budget(
                                "RSS with tunnels minus RSS without, MB",
                                List.of(Peers.OURS),
                                round -> round.of(Peers.OURS, Figure.MEMORY) - round.of(Peers.OURS, Figure.IDLE_MEMORY),
                                Budget.Bound.AT_MOST,
                                300)));
    }

    private static Sample sample(Rig rig) {
        try (var workshop = Workshop.open(rig.workshop().root())) {
            return sample(rig, Product.peer(workshop, rig.upstream()));
        }
    }

    private static Sample sample(Rig rig, Peer peer) {
        try (var _ = rig.load().open(List.of(peer.trip()))) {
            Workshop.pause(REST);
            double before = peer.process().residentKilobytes();
            try (var tunnels = rig.load().open(Collections.nCopies(TUNNELS, peer.trip()))) {
                Workshop.pause(REST);
                double after = peer.process().residentKilobytes();
                // They are all still there.
                var tally = tunnels.run(AT_ONCE, REST);
                return new Sample(
                        Map.of(
                                Figure.IDLE_MEMORY, before / KILO,
                                Figure.MEMORY, after / KILO,
                                Figure.TUNNEL_MEMORY, (after - before) / TUNNELS),
                        tally.errors());
            }
        }
    }
}
