package agentvault.control;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.vault.RateLimit;
import agentvault.vault.RateLimit.Part;
import agentvault.workspace.Settings;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// How much each actor may ask for through the proxy, as people choose it and are told: `rate` in each second, `burst`
/// after a pause, `concurrency` at the same time.
///
/// @param settled by the operator
record ProxyRate(RateLimit settled) {

    static final String TIER = "PROXY";

    /// Takes what was chosen for the instance into its limits: all of it, so that what is left out is chosen no more.
    static void read(Members overrides, SortedMap<String, Long> limits) {
        for (var part : Part.values()) limits.remove(Settings.name(part));
        if (!overrides.has(TIER)) return;
        read(overrides.object(TIER)).forEach((part, limit) -> limits.put(Settings.name(part), (long) limit));
    }

    /// What was chosen, and nothing for what was not.
    static SortedMap<Part, Integer> read(Members sent) {
        sent.only("rate", "burst", "concurrency");
        var chosen = new TreeMap<Part, Integer>();
        for (var part : Part.values())
            sent.maybeNumber(word(part), 1, RateLimit.MOST).ifPresent(limit -> chosen.put(part, limit.intValue()));
        return chosen;
    }

    /// What holds for the instance, and whether anybody has chosen it.
    Document tier(SortedMap<String, Long> limits) {
        var chosen = Settings.rateLimit(limits);
        return told(settled.with(chosen)).with("source", chosen.isEmpty() ? "default" : "override");
    }

    /// What holds for a vault, and what of it is its own choice.
    Document ofVault(SortedMap<String, Long> ofInstance, SortedMap<Part, Integer> chosen) {
        var most = settled.with(Settings.rateLimit(ofInstance));
        return told(most.with(chosen).atMost(most)).with("overrides", told(chosen));
    }

    private static Document told(RateLimit limit) {
        return told(Map.of(Part.RATE, limit.perSecond(), Part.BURST, limit.burst(), Part.IN_FLIGHT, limit.inFlight()));
    }

    private static Document told(Map<Part, Integer> limits) {
        var document = new Document();
        for (var part : Part.values()) {
            var limit = limits.get(part);
            if (limit != null) document.with(word(part), limit);
        }
        return document;
    }

    private static String word(Part part) {
        return switch (part) {
            case RATE -> "rate";
            case BURST -> "burst";
            case IN_FLIGHT -> "concurrency";
        };
    }
}
