package agentvault.workspace;

import static agentvault.workspace.Problem.Code.BOUND_SERVICE;
import static agentvault.workspace.Problem.Code.INTEGRITY_ERROR;
import static agentvault.workspace.Problem.Code.MISSING_VALUE;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.crypto.Envelope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries an approved proposal out: all of its changes, or none.
final class ApplyProposal {

    private final Transaction transaction;
    private final Proposal proposal;
    private final Face face;
    private final Id vault;
    private final VaultEdit edit;

    ApplyProposal(Transaction transaction, Proposal proposal, Face face) {
        this.transaction = transaction;
        this.proposal = proposal;
        this.face = face;
        this.vault = proposal.vault();
        this.edit = new VaultEdit(transaction, vault);
    }

    /// @param typed the values that the person typed in; they win over what the agent brought
    Outcome<VaultEdit> with(Map<CredentialKey, Secret> typed) {
        var opened = new ArrayList<Secret>();
        try {
            for (var slot : proposal.request().slots()) {
                var done = apply(slot, typed, opened);
                if (done instanceof Outcome.Refused<VaultEdit>) return done;
            }
            for (var change : proposal.request().services()) {
                var done = apply(change);
                if (done instanceof Outcome.Refused<VaultEdit>) return done;
            }
            edit.save();
            return Outcome.done(edit);
        } finally {
            opened.forEach(Secret::close);
        }
    }

    private Outcome<VaultEdit> apply(Slot slot, Map<CredentialKey, Secret> typed, List<Secret> opened) {
        var known = edit.credential(slot.key());
        if (known.flatMap(credential -> Credentials.boundService(edit, credential))
                .isPresent()) {
            return Outcome.refused(BOUND_SERVICE, slot.key() + " belongs to a bound credential: change that instead.");
        }
        switch (slot) {
            case Slot.Delete _ -> known.ifPresent(edit::remove);
            case Slot.Set set -> {
                var value = value(set, typed, opened);
                if (!(value instanceof Outcome.Done<Optional<Secret>>(var found))) {
                    return value.then(_ -> Outcome.done(edit));
                }
                put(set, known, found);
            }
        }
        return Outcome.done(edit);
    }

    private void put(Slot.Set set, Optional<Credential> known, Optional<Secret> value) {
        var credential = known.orElseGet(() -> Credentials.fresh(transaction, vault, set.key(), face));
        var typed = credential.with(set.type(), credential.material(), transaction.now());
        value.ifPresentOrElse(
                found -> edit.put(typed, Map.of(Material.Part.VALUE, found)),
                () -> edit.put(typed.with(
                        set.type(), new Material.Destroyed(typed.material().version()), transaction.now())));
    }

    /// Empty for an OAuth slot, which is connected afterwards.
    private Outcome<Optional<Secret>> value(Slot.Set set, Map<CredentialKey, Secret> typed, List<Secret> opened) {
        if (typed.containsKey(set.key())) return Outcome.done(Optional.ofNullable(typed.get(set.key())));
        if (set.type() instanceof Credential.Type.Oauth) return Outcome.done(Optional.empty());
        return switch (set.supply()) {
            case Slot.Supply.ByPerson() ->
                Outcome.refused(MISSING_VALUE, "Missing value for credential \"" + set.key() + "\".");
            case Slot.Supply.ByAgent(var sealed) -> {
                byte[] place = Proposal.place(
                        transaction.keys().installation(),
                        proposal.id(),
                        set.key().text());
                var value = transaction
                        .vaultKeys(vault)
                        .newest()
                        .flatMap(key -> Envelope.open(key.material(), place, sealed));
                value.ifPresent(opened::add);
                yield value.isPresent()
                        ? Outcome.done(value)
                        : Outcome.refused(INTEGRITY_ERROR, "The proposed value of " + set.key() + " does not open.");
            }
        };
    }

    private Outcome<VaultEdit> apply(ServiceChange change) {
        return switch (change) {
            case ServiceChange.Set(var name, var rule, var enabled) ->
                Services.upsert(edit, transaction, vault, List.of(new Services.Wanted(name, rule, enabled)));
            case ServiceChange.Switch(var name, var enabled) ->
                Services.free(edit, name).then(service -> {
                    edit.put(service.with(service.rule(), enabled, transaction.now()));
                    return Outcome.done(edit);
                });
            case ServiceChange.Remove(var name) -> {
                var service = edit.service(name);
                if (service.isEmpty()) yield Outcome.refused(NOT_FOUND, "Service not found for \"" + name + "\".");
                yield Services.free(edit, name).then(free -> {
                    edit.remove(free);
                    return Outcome.done(edit);
                });
            }
        };
    }
}
