package agentvault.proposal;

import agentvault.address.Destination;
import agentvault.match.RuleIndex;
import agentvault.proposal.Acknowledgement.Kind;
import agentvault.proposal.Comparison.Sender;
import agentvault.vault.CredentialKey;
import agentvault.vault.Slug;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Judges what requests fall to that one service decides about now and does not any more.
///
/// @param sender the service as it is now
record UncoveredReview(Sender sender, Map<Slug, Sender> after, Map<Slug, Sender> before, Set<CredentialKey> keysAfter) {

    List<Acknowledgement> acknowledgements() {
        if (!sender.rule().attachment().fillsSlot()) return List.of();
        return sender.rule().reach().named().stream()
                .filter(gone -> !stillCovered(gone))
                .flatMap(gone -> after.values().stream()
                        .filter(other -> !other.name().equals(sender.name()) && before.containsKey(other.name()))
                        .filter(other -> other.rule().attachment().fillsSlot())
                        .flatMap(other -> falls(gone, other)))
                .toList();
    }

    private boolean stillCovered(Destination gone) {
        var now = after.get(sender.name());
        return now != null
                && now.rule().attachment().fillsSlot()
                && now.rule().reach().named().stream().anyMatch(kept -> kept.covers(gone));
    }

    private Stream<Acknowledgement> falls(Destination gone, Sender other) {
        return other.flows(keysAfter).stream()
                .filter(flow -> RuleIndex.shadows(gone, flow.to()))
                .collect(Collectors.groupingBy(Flow::key))
                .keySet()
                .stream()
                .sorted()
                .map(key -> Acknowledgement.of(
                        Kind.UNCOVERED,
                        key.text(),
                        gone.text(),
                        "Where service \"" + sender.name() + "\" decides now (" + gone + "), service \"" + other.name()
                                + "\" would, and " + key + " would go there."));
    }
}
