package agentvault.rig;

import agentvault.rig.Round.Sample;
import java.time.Duration;
import java.util.function.Function;

/// One of those that take turns in a scenario, and how it is measured for a while.
record Contender(String name, Function<Duration, Sample> measure) {

    static Contender of(Peer peer, Measurement measurement) {
        return new Contender(peer.name(), time -> measurement.of(peer, time));
    }

    /// How a peer is measured.
    @FunctionalInterface
    interface Measurement {
        Sample of(Peer peer, Duration time);
    }

    Sample measure(Duration time) {
        return measure.apply(time);
    }
}
