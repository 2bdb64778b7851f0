package agentvault.workspace;

import static agentvault.workspace.Problem.Code.BOUND_SERVICE;
import static agentvault.workspace.Problem.Code.INTEGRITY_ERROR;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.MISSING_VALUE;

import agentvault.crypto.Envelope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Material;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Carries out what a proposal asks for: all of its changes, or none.
final class ApplyProposal {

    private final Transaction transaction;
    private final Id vault;
    private final Request request;
    private final Face face;
    private final VaultEdit edit;

    ApplyProposal(Transaction transaction, Id vault, Request request, Face face) {
        this.transaction = transaction;
        this.vault = vault;
        this.request = request;
        this.face = face;
        this.edit = new VaultEdit(transaction, vault);
    }

    /// Everything but asking for values and writing.
    Outcome<VaultEdit> rehearsed() {
        return changed(_ -> Outcome.done(Optional.empty()));
    }

    /// @param proposal the values that the agent brought are sealed for it
    /// @param typed the values that the person typed in; they win over what the agent brought
    Outcome<VaultEdit> with(Id proposal, Map<CredentialKey, Secret> typed) {
        var opened = new ArrayList<Secret>();
        try {
            return noneTooMany(typed)
                    .then(_ -> changed(set -> value(set, proposal, typed, opened)))
                    .then(_ -> {
                        edit.save();
                        return Outcome.done(edit);
                    });
        } finally {
            opened.forEach(Secret::close);
        }
    }

    private Outcome<VaultEdit> changed(Function<Slot.Set, Outcome<Optional<Secret>>> values) {
        for (var slot : request.slots()) {
            var done = apply(slot, values);
            if (done instanceof Outcome.Refused<VaultEdit>) return done;
        }
        for (var change : request.services()) {
            var done = apply(change);
            if (done instanceof Outcome.Refused<VaultEdit>) return done;
        }
        return Outcome.done(edit);
    }

    /// A value for something else than was asked for would be dropped in silence.
    private Outcome<VaultEdit> noneTooMany(Map<CredentialKey, Secret> typed) {
        for (var key : typed.keySet()) {
            var slot = request.slots().stream()
                    .filter(asked -> asked.key().equals(key))
                    .findFirst();
            if (slot.isEmpty() || slot.get() instanceof Slot.Delete) {
                return Outcome.refused(INVALID, "This proposal asks for no value of \"" + key + "\".");
            }
            if (slot.get() instanceof Slot.Set(var _, Credential.Type.Oauth _, var _, var _)) {
                return Outcome.refused(INVALID, key + " is connected after it was approved, and takes no value here.");
            }
        }
        return Outcome.done(edit);
    }

    private Outcome<VaultEdit> apply(Slot slot, Function<Slot.Set, Outcome<Optional<Secret>>> values) {
        var known = edit.credential(slot.key());
        if (known.flatMap(credential -> Credentials.boundService(edit, credential))
                .isPresent()) {
            return Outcome.refused(BOUND_SERVICE, slot.key() + " belongs to a bound credential: change that instead.");
        }
        return switch (slot) {
            case Slot.Delete _ -> {
                known.ifPresent(edit::remove);
                yield Outcome.done(edit);
            }
            case Slot.Set set ->
                values.apply(set).then(value -> {
                    put(set, known, value);
                    return Outcome.done(edit);
                });
        };
    }

    private void put(Slot.Set set, Optional<Credential> known, Optional<Secret> value) {
        var alike = known.filter(credential -> renewedAlike(credential, set.type()));
        if (value.isEmpty() && alike.isPresent()) {
            alike.filter(ApplyProposal::nowhereToAgree)
                    .ifPresent(credential -> edit.put(
                            credential.with(where(credential, set.type()), credential.material(), transaction.now())));
            return;
        }
        var credential = known.orElseGet(() -> Credentials.fresh(transaction, vault, set.key(), reading(set), face));
        var typed = credential.with(set.type(), credential.material(), transaction.now());
        value.ifPresentOrElse(
                found -> edit.put(typed, Map.of(Material.Part.VALUE, found)),
                () -> edit.put(typed.with(
                        set.type(), new Material.Destroyed(typed.material().version()), transaction.now())));
    }

    /// Tokens are for use alone.
    private static Credential.Reading reading(Slot.Set set) {
        return switch (set.type()) {
            case Credential.Type.Static() -> Credential.Reading.MEMBERS;
            case Credential.Type.Oauth _ -> Credential.Reading.NEVER;
        };
    }

    /// What is connected to the same place already stays connected.
    private static boolean renewedAlike(Credential credential, Credential.Type wanted) {
        return credential.type() instanceof Credential.Type.Oauth(var now, var _)
                && wanted instanceof Credential.Type.Oauth(var then, var _)
                && now.alike(then);
    }

    /// Whether nobody has said yet where somebody agrees.
    private static boolean nowhereToAgree(Credential credential) {
        return OauthParts.oauth(credential).connection().authorizationEndpoint().isEmpty();
    }

    private static Credential.Type where(Credential credential, Credential.Type wanted) {
        var now = OauthParts.oauth(credential);
        return switch (wanted) {
            case Credential.Type.Oauth(var _, var then) ->
                new Credential.Type.Oauth(
                        now.settings(), then.as(now.connection().standing()));
            case Credential.Type.Static() -> now;
        };
    }

    /// Empty for an OAuth slot, which is connected afterwards.
    private Outcome<Optional<Secret>> value(
            Slot.Set set, Id proposal, Map<CredentialKey, Secret> typed, List<Secret> opened) {
        if (typed.containsKey(set.key())) return Outcome.done(Optional.ofNullable(typed.get(set.key())));
        if (set.type() instanceof Credential.Type.Oauth) return Outcome.done(Optional.empty());
        return switch (set.supply()) {
            case Slot.Supply.ByPerson() ->
                Outcome.refused(MISSING_VALUE, "Missing value for credential \"" + set.key() + "\".");
            case Slot.Supply.ByAgent(var sealed) -> {
                byte[] place = Proposal.place(
                        transaction.keys().installation(), proposal, set.key().text());
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
            case ServiceChange.Set(var name, var rule, var enabled, var _) ->
                Services.upsert(edit, transaction, vault, List.of(new Services.Wanted(name, rule, enabled)));
            case ServiceChange.Switch(var name, var enabled) ->
                Services.free(edit, name).then(service -> {
                    edit.put(service.with(service.rule(), enabled, transaction.now()));
                    return Outcome.done(edit);
                });
            case ServiceChange.Remove(var name) ->
                Services.free(edit, name).then(service -> {
                    edit.remove(service);
                    return Outcome.done(edit);
                });
        };
    }
}
