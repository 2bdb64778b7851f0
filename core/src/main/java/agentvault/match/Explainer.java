package agentvault.match;

import agentvault.address.Destination;
import agentvault.id.Id;
import agentvault.match.Explanation.Candidate;
import agentvault.match.Explanation.Outcome;
import agentvault.match.Explanation.Wanted;
import agentvault.vault.Attachment;
import agentvault.vault.Placeholder;
import agentvault.vault.Service;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Decides one request at length: it asks the same placements in the same order as [Matcher#decide] and goes on
/// where that stops.
final class Explainer {

    private final Matcher matcher;
    private final Target target;
    private final List<Candidate> candidates = new ArrayList<>();
    private final List<AllowedPlaceholder> allowed = new ArrayList<>();
    private final Map<String, Id> takenBy = new HashMap<>();
    private Optional<HostRules.Reached> slot = Optional.empty();
    private Optional<HostRules.Reached> undecidable = Optional.empty();
    private boolean named;

    Explainer(Matcher matcher, Target target) {
        this.matcher = matcher;
        this.target = target;
    }

    Explanation explain() {
        for (var vault : matcher.vaults()) {
            for (var rules : vault.at(target.host())) rules.slots().forEach(this::considerForSlot);
        }
        boolean goesOn = slot.isEmpty()
                || (slot.get().fit() == Fit.MATCHES
                        && slot.get().placement().service().enabled()
                        && !unopened(slot.get().placement().service()));
        if (goesOn) matcher.vaults().forEach(this::considerPlaceholders);
        return new Explanation(decision(), candidates);
    }

    private Decision decision() {
        if (slot.isPresent() && slot.get().fit() != Fit.MATCHES) return Matcher.undecidable(slot.get(), target);
        if (slot.isPresent() && !slot.get().placement().service().enabled())
            return new Decision.Disabled(slot.get().placement().service());
        if (slot.isPresent() && unopened(slot.get().placement().service()))
            return new Decision.Tunnel(slot.get().placement().service());
        if (undecidable.isPresent()) return Matcher.undecidable(undecidable.get(), target);
        if (slot.isPresent()) return Matcher.withSlot(slot.get().placement().service(), allowed);
        return named ? new Decision.OnlyPlaceholders(allowed) : new Decision.Unmatched(allowed);
    }

    private static boolean unopened(Service service) {
        return service.rule().attachment() instanceof Attachment.Tunnel;
    }

    private void considerForSlot(Placement placement) {
        var fit = placement.fit(target);
        Outcome outcome = outcome(fit, placement.service());
        if (fit.decides() && slot.isPresent()) {
            var winner = slot.get().placement().service();
            outcome = lost(winner.vault(), placement.service());
        } else if (fit.decides()) {
            slot = Optional.of(new HostRules.Reached(placement, fit));
        }
        note(placement.service(), placement.destination(), new Wanted.Slot(), outcome);
    }

    private void considerPlaceholders(RuleIndex vault) {
        for (var rules : vault.at(target.host())) rules.declarations().forEach(this::considerDeclaration);
        boolean here = matcher.names(target);
        for (var service : vault.sessionWide()) {
            for (var placeholder : service.rule().placeholders()) {
                var outcome = here ? taken(service, placeholder) : Outcome.NOT_NAMED;
                candidates.add(new Candidate(
                        service, "whatever the session names", new Wanted.Exchange(placeholder), outcome));
            }
        }
    }

    private void considerDeclaration(Placement placement) {
        var fit = placement.fit(target);
        var service = placement.service();
        if (fit == Fit.MATCHES) named |= service.enabled();
        else if (fit.decides() && undecidable.isEmpty())
            undecidable = Optional.of(new HostRules.Reached(placement, fit));
        for (var placeholder : service.rule().placeholders()) {
            var outcome = fit == Fit.MATCHES ? taken(service, placeholder) : outcome(fit, service);
            note(service, placement.destination(), new Wanted.Exchange(placeholder), outcome);
        }
    }

    private Outcome taken(Service service, Placeholder placeholder) {
        var winner = takenBy.putIfAbsent(placeholder.text(), service.vault());
        if (winner != null) return lost(winner, service);
        if (service.enabled()) allowed.add(new AllowedPlaceholder(service, placeholder));
        return outcome(Fit.MATCHES, service);
    }

    private void note(Service service, Destination destination, Wanted wanted, Outcome outcome) {
        candidates.add(new Candidate(service, destination.text(), wanted, outcome));
    }

    private static Outcome lost(Id winningVault, Service loser) {
        return winningVault.equals(loser.vault()) ? Outcome.LESS_SPECIFIC : Outcome.LATER_VAULT;
    }

    private static Outcome outcome(Fit fit, Service service) {
        return switch (fit) {
            case OTHER_PORT -> Outcome.OTHER_PORT;
            case OTHER_SCHEME -> Outcome.OTHER_SCHEME;
            case OTHER_METHOD -> Outcome.OTHER_METHOD;
            case OTHER_PATH -> Outcome.OTHER_PATH;
            case OTHER_QUERY -> Outcome.OTHER_QUERY;
            case AMBIGUOUS_PATH -> Outcome.AMBIGUOUS_PATH;
            case METHOD_OVERRIDE -> Outcome.METHOD_OVERRIDE;
            case MATCHES -> service.enabled() ? Outcome.CHOSEN : Outcome.CHOSEN_BUT_DISABLED;
        };
    }
}
