package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.Collections;
import java.util.List;

/// Requests on connections that stay open.
record KeepAlive(String name, String title, int lines, List<Figure> figures, List<Budget> budgets) implements Scenario {

    static KeepAlive many() {
        return new KeepAlive(
                "keep-alive",
                "32 connections",
                32,
                List.of(Figure.RATE, Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                List.of(
                        Budget.atMost(1.0, Figure.CPU, Peers.OURS, Peers.NGINX),
                        Budget.atLeast(1.0, Figure.RATE, Peers.OURS, Peers.NGINX),
                        Budget.atLeast(1.5, Figure.RATE, Peers.OURS, Peers.LITTLE),
                        Budget.atLeast(3, Figure.RATE, Peers.OURS, Peers.SQUID),
                        Budget.atLeast(40, Figure.RATE, Peers.OURS, Peers.MITMPROXY)));
    }

    static KeepAlive one() {
        return new KeepAlive(
                "one-connection",
                "One connection",
                1,
                List.of(Figure.MEDIAN, Figure.TAIL, Figure.CPU),
                List.of(
                        Budget.atMost(1.0, Figure.MEDIAN, Peers.OURS, Peers.NGINX),
                        Budget.atMost(1.5, Figure.TAIL, Peers.OURS, Peers.NGINX)));
    }

    @Override
    public Measured run(Rig rig) {
        var turns = rig.turns(name);
        var all = rig.peers().stream()
                .map(peer -> Contender.of(peer, (of, time) -> sample(rig, of, time)))
                .toList();
        turns.warm(all, Figure.RATE);
        var says = "Requests one after the other on "
                + (lines == 1 ? "one connection that stays open" : lines + " connections that stay open") + ", "
                + turns.told() + ".";
        return new Measured(title, says, figures, turns.measure(all), budgets);
    }

    private Sample sample(Rig rig, Peer peer, Duration time) {
        try (var open = rig.load().open(Collections.nCopies(lines, peer.trip()))) {
            long before = peer.process().cpuMicros();
            var tally = open.run(lines, time);
            return Sample.of(Figure.RATE, tally, peer.process().cpuMicros() - before);
        }
    }
}
