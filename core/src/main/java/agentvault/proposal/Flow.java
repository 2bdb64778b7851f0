package agentvault.proposal;

import agentvault.address.Destination;
import agentvault.vault.Attachment;
import agentvault.vault.CredentialKey;
import agentvault.vault.Placeholder;
import agentvault.vault.Service;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One way that a credential takes out of a vault: where it goes, and in which place of a request.
public record Flow(CredentialKey key, Destination to, Placeholder.Surface place) {

    /// Every flow of a rule whose credentials are there.
    static List<Flow> of(Service.Rule rule, Set<CredentialKey> there) {
        var slot =
                rule.attachment() instanceof Attachment.Query ? Placeholder.Surface.QUERY : Placeholder.Surface.HEADER;
        return rule.reach().named().stream()
                .flatMap(destination -> Stream.concat(
                        rule.attachment().keys().stream().map(key -> new Flow(key, destination, slot)),
                        rule.placeholders().stream()
                                .flatMap(placeholder -> placeholder.surfaces().stream()
                                        .map(surface -> new Flow(placeholder.key(), destination, surface)))))
                .filter(flow -> there.contains(flow.key()))
                .distinct()
                .toList();
    }

    /// Says that this flow already takes the credential to the other's hosts, whatever the path and the method.
    boolean reachesHostsOf(Flow other) {
        return key.equals(other.key)
                && to.host().covers(other.to.host())
                && to.port() == other.to.port()
                && to.cleartext() == other.to.cleartext();
    }

    boolean reachesDestinationOf(Flow other) {
        return key.equals(other.key) && to.covers(other.to);
    }
}
