package agentvault.match;

import agentvault.vault.Service;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Collects the placeholders that may be exchanged in one request: over all vaults, and for each text the most
/// specific declaration of the first vault that has one here, even if its service is disabled.
final class PlaceholderChoice {

    private static final PlaceholderChoice NONE = new PlaceholderChoice();

    private final List<AllowedPlaceholder> allowed = new ArrayList<>();
    private final Set<String> taken = new HashSet<>();
    private Optional<Decision> refusal = Optional.empty();
    private boolean named;

    private PlaceholderChoice() {}

    static PlaceholderChoice of(Matcher matcher, Target target) {
        if (matcher.vaults().stream().allMatch(vault -> vault.placeholderTexts().isEmpty())) return NONE;
        var choice = new PlaceholderChoice();
        for (var vault : matcher.vaults()) {
            choice.collect(vault, target);
            if (choice.refusal.isPresent()) return choice;
            if (vault.sessionWide().isEmpty() || !matcher.names(target)) continue;
            vault.sessionWide().forEach(choice::take);
        }
        return choice;
    }

    List<AllowedPlaceholder> allowed() {
        return allowed;
    }

    /// Why the request cannot be let through at all, if it cannot.
    Optional<Decision> refusal() {
        return refusal;
    }

    /// Says that an enabled service names the target.
    boolean named() {
        return named;
    }

    private void collect(RuleIndex vault, Target target) {
        for (var rules : vault.at(target.host())) {
            for (var placement : rules.declarations()) {
                var fit = placement.fit(target);
                if (fit == Fit.MATCHES) {
                    named |= placement.service().enabled();
                    take(placement.service());
                } else if (fit.decides()) {
                    refusal = Optional.of(Matcher.undecidable(new HostRules.Reached(placement, fit), target));
                    return;
                }
            }
        }
    }

    private void take(Service service) {
        for (var placeholder : service.rule().placeholders()) {
            if (taken.add(placeholder.text()) && service.enabled())
                allowed.add(new AllowedPlaceholder(service, placeholder));
        }
    }
}
