package agentvault.control;

import agentvault.traffic.PassageLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;

/// What the API takes from the server it is part of.
public record Surroundings(
        TrailSource trail,
        PassageLog passages,
        Doors doors,
        Courier courier,
        PrometheusMeterRegistry meters,
        InstantSource clock,
        Failures failures) {

    /// The ways into the proxy beside the API.
    public record Doors(ForwardProxy forward, SessionSockets sockets) {}
}
