package agentvault.match;

import agentvault.id.Id;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What one vault says about one host pattern: the services that fill a slot and those that declare placeholders,
/// each most specific first. A service may be in both.
record HostRules(List<Placement> slots, List<Placement> declarations) {

    /// A placement that was asked, and its answer.
    record Reached(Placement placement, Fit fit) {}

    HostRules {
        slots = slots.stream().sorted(Placement.ORDER).toList();
        declarations = declarations.stream().sorted(Placement.ORDER).toList();
    }

    static HostRules of(List<Placement> placements) {
        return new HostRules(
                placements.stream()
                        .filter(placement ->
                                placement.service().rule().attachment().fillsSlot())
                        .toList(),
                placements.stream()
                        .filter(placement ->
                                !placement.service().rule().placeholders().isEmpty())
                        .toList());
    }

    Optional<Reached> firstSlot(Target target) {
        for (var placement : slots) {
            var fit = placement.fit(target);
            if (fit.decides()) return Optional.of(new Reached(placement, fit));
        }
        return Optional.empty();
    }

    /// The first of these services that fills a slot at the target's server.
    Optional<Reached> firstOf(Set<Id> services, Target target) {
        for (var placement : slots) {
            if (services.contains(placement.service().id()) && placement.atServerOf(target))
                return Optional.of(new Reached(placement, Fit.MATCHES));
        }
        return Optional.empty();
    }

    boolean names(Target target) {
        return names(slots, target) || names(declarations, target);
    }

    private static boolean names(List<Placement> placements, Target target) {
        for (var placement : placements) {
            if (placement.service().enabled() && placement.fit(target) == Fit.MATCHES) return true;
        }
        return false;
    }
}
