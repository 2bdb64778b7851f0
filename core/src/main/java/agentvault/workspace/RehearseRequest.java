package agentvault.workspace;

import static agentvault.workspace.Problem.Code.INVALID;

import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.CredentialKey;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/// Tries a request on the vault as it is and writes nothing, so that an agent is told at once what could never be
/// approved.
final class RehearseRequest {

    private final Transaction transaction;
    private final Id vault;
    private final Request request;
    private final VaultEdit edit;

    RehearseRequest(Transaction transaction, Id vault, Request request) {
        this.transaction = transaction;
        this.vault = vault;
        this.request = request;
        this.edit = new VaultEdit(transaction, vault);
    }

    Outcome<Request> asked() {
        return slotsFit()
                .then(_ -> referencesResolve())
                .then(_ -> slotsAreUsed())
                .then(_ -> new ApplyProposal(transaction, vault, request, Face.LOCAL).rehearsed())
                .then(_ -> Outcome.done(request));
    }

    private Outcome<Request> slotsFit() {
        for (var slot : request.slots()) {
            if (slot instanceof Slot.Delete(var key) && edit.credential(key).isEmpty()) {
                return refused("credential \"" + key + "\" is to be deleted and does not exist in the vault");
            }
        }
        return Outcome.done(request);
    }

    private Outcome<Request> referencesResolve() {
        var keys = new HashSet<CredentialKey>();
        edit.credentials().stream()
                .filter(credential -> credential.life().active())
                .forEach(credential -> keys.add(credential.key()));
        for (var slot : request.slots()) {
            switch (slot) {
                case Slot.Set set -> keys.add(set.key());
                case Slot.Delete delete -> keys.remove(delete.key());
            }
        }
        for (var change : request.services()) {
            if (!(change instanceof ServiceChange.Set set)) continue;
            for (var key : set.rule().keys()) {
                if (keys.contains(key)) continue;
                return refused("credential \"" + key + "\" referenced in service \"" + set.name()
                        + "\" is not provided in this proposal and does not exist in the vault");
            }
        }
        return Outcome.done(request);
    }

    /// A proposal that changes services stores no credential that none of them sends.
    private Outcome<Request> slotsAreUsed() {
        if (request.services().isEmpty()) return Outcome.done(request);
        var used = request.services().stream()
                .flatMap(change -> keys(change).stream())
                .collect(Collectors.toSet());
        for (var slot : request.slots()) {
            if (!(slot instanceof Slot.Set set) || used.contains(set.key())) continue;
            return refused("credential \"" + set.key() + "\" is not used by any service of this proposal; "
                    + "reference it in a service's auth or substitutions, or leave it out");
        }
        return Outcome.done(request);
    }

    private Set<CredentialKey> keys(ServiceChange change) {
        return switch (change) {
            case ServiceChange.Set(var _, var rule, var _, var _) -> rule.keys();
            case ServiceChange.Switch(var name, var _) ->
                edit.service(name).map(service -> service.rule().keys()).orElse(Set.of());
            case ServiceChange.Remove _ -> Set.of();
        };
    }

    private static Outcome<Request> refused(String sentence) {
        return Outcome.refused(INVALID, sentence);
    }
}
