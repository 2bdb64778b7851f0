package agentvault.control;

import agentvault.route.Route;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/// Counts and times requests by route and status. No name of anybody or anything is in the figures.
record Figures(MeterRegistry meters) {

    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    void answered(String method, Optional<Route> route, int status, Duration time) {
        Timer.builder("agentvault.api.requests")
                .description("Requests to the control API")
                .tag("method", METHODS.contains(method) ? method : "other")
                .tag("route", route.map(found -> found.template().text()).orElse("none"))
                .tag("status", Integer.toString(status))
                .register(meters)
                .record(time);
    }
}
