package agentvault.control;

import agentvault.access.Throttle;
import agentvault.document.Document;
import agentvault.document.Members;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// How often somebody may try to log in: what the operator settled, unless the owners have chosen otherwise. Limits are
/// sent and told together.
///
/// @param proxy what is told beside it
record LoginRate(Throttle.Rate settled, ProxyRate proxy) {

    private static final String MAX = "auth.max";
    private static final String WINDOW = "auth.window";
    private static final int LEAST_MAX = 5;
    private static final int MOST_MAX = 10_000;
    private static final int MOST_WINDOW = 86_400;

    Throttle.Rate of(SortedMap<String, Long> limits) {
        var most = limits.getOrDefault(MAX, (long) settled.most());
        var window = limits.getOrDefault(WINDOW, settled.window().toSeconds());
        return new Throttle.Rate(most.intValue(), Duration.ofSeconds(window));
    }

    /// All limits with what was sent: `{"overrides": {"AUTH": {"max": 20}, "PROXY": {"rate": 50}}}`.
    static SortedMap<String, Long> read(Members sent, SortedMap<String, Long> before) {
        sent.only("profile", "overrides");
        if (!sent.text("profile", "default").equals("default")) {
            throw sent.unfit("profile", " is default: there is no other");
        }
        var limits = new TreeMap<>(before);
        sent.maybeObject("overrides").ifPresent(overrides -> {
            readAttempts(overrides.only("AUTH", ProxyRate.TIER), limits);
            ProxyRate.read(overrides, limits);
        });
        return limits;
    }

    private static void readAttempts(Members overrides, SortedMap<String, Long> limits) {
        if (!overrides.has("AUTH")) {
            limits.keySet().removeAll(Set.of(MAX, WINDOW));
            return;
        }
        var auth = overrides.object("AUTH").only("max", "window");
        auth.maybeNumber("max", LEAST_MAX, MOST_MAX).ifPresent(max -> limits.put(MAX, max));
        auth.maybeNumber("window", 1, MOST_WINDOW).ifPresent(window -> limits.put(WINDOW, window));
    }

    Document told(SortedMap<String, Long> limits) {
        var rate = of(limits);
        boolean chosen = limits.containsKey(MAX) || limits.containsKey(WINDOW);
        var auth = new Document()
                .with("max", rate.most())
                .with("window", rate.window().toSeconds())
                .with("source", chosen ? "override" : "default");
        return new Document()
                .with("profile", "default")
                .with("locked", false)
                .with("off", false)
                .with("tiers", new Document().with("AUTH", auth).with(ProxyRate.TIER, proxy.tier(limits)));
    }
}
