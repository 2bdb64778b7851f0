package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.List;

/// A new connection for each request: a tunnel, TLS in full with a certificate that was made before, one answer.
record NewTunnels() implements Scenario {

    private static final int AT_ONCE = 16;

    @Override
    public String name() {
        return "new-tunnel";
    }

    @Override
    public Measured run(Rig rig) {
        var turns = rig.turns(name());
        var all = rig.peers().stream()
                .map(peer -> Contender.of(peer, (of, time) -> sample(rig, of, time)))
                .toList();
        turns.warm(all, Figure.CONNECTIONS);
        return new Measured(
                "A new tunnel for each request",
                AT_ONCE + " at once; each shakes hands in full, asks once and closes; " + turns.told() + ".",
                List.of(Figure.CONNECTIONS, Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                turns.measure(all),
                List.of(Budget.atMost(1.2, Figure.CPU, Peers.OURS, Peers.NGINX)));
    }

    private static Sample sample(Rig rig, Peer peer, Duration time) {
        long before = peer.process().cpuMicros();
        var tally = rig.load().fresh(peer::trip, AT_ONCE, time);
        return Sample.of(Figure.CONNECTIONS, tally, peer.process().cpuMicros() - before);
    }
}
