package agentvault.control;

import agentvault.traffic.CredentialUses;
import agentvault.traffic.PassageLog;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;

/// What the API takes from the server it is part of.
public record Surroundings(
        TrailSource trail,
        Traffic traffic,
        Doors doors,
        Courier courier,
        PrometheusMeterRegistry meters,
        InstantSource clock,
        Failures failures) {

    /// What is known of what passed through the proxy.
    public record Traffic(PassageLog passages, CredentialUses uses) {}

    /// The ways into the proxy beside the API.
    public record Doors(ForwardProxy forward, SessionSockets sockets) {}
}
