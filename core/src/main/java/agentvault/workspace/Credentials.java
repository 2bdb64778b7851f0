package agentvault.workspace;

import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.MISSING_VALUE;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.WRITE_ONLY;

import agentvault.access.Action;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.Metadata;
import agentvault.vault.Service;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;

/// Stores, reads back and ends credentials by their keys.
public final class Credentials {

    /// The longest value that is kept; a cipher holds all of it in memory.
    public static final int MAX_VALUE_BYTES = 1 << 20;

    private final Workspace workspace;

    Credentials(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Stores values under keys, all or none. A key that exists gets its next version, and its old value is
    /// destroyed.
    public Outcome<List<Credential>> set(Caller caller, Id vault, SortedMap<CredentialKey, Secret> values) {
        var unfit = unfit(values);
        if (unfit.isPresent()) return new Outcome.Refused<>(unfit.get());
        var names = String.join(
                ",", values.keySet().stream().map(CredentialKey::text).toList());
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, names);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var edit = new VaultEdit(transaction, vault);
                    values.forEach((key, value) -> {
                        var credential = edit.credential(key)
                                .orElseGet(() ->
                                        fresh(transaction, vault, key, Credential.Reading.MEMBERS, caller.face()));
                        // A value that was set is not renewed.
                        var fixed =
                                credential.with(new Credential.Type.Static(), credential.material(), transaction.now());
                        edit.put(fixed, Map.of(Material.Part.VALUE, value));
                    });
                    edit.save();
                    return Outcome.done(values.keySet().stream()
                            .flatMap(key -> edit.credential(key).stream())
                            .toList());
                }));
    }

    /// Why one of these values cannot be stored.
    static Optional<Problem> unfit(Map<CredentialKey, Secret> values) {
        for (var value : values.entrySet()) {
            int length = value.getValue().length();
            if (length == 0) return Optional.of(new Problem(MISSING_VALUE, value.getKey() + " has no value."));
            if (length > MAX_VALUE_BYTES) {
                return Optional.of(new Problem(INVALID, value.getKey() + " is longer than 1 MiB."));
            }
        }
        return Optional.empty();
    }

    /// A credential without a value.
    static Credential fresh(
            Transaction transaction, Id vault, CredentialKey key, Credential.Reading reading, Face face) {
        return new Credential(
                transaction.random().id(),
                vault,
                key,
                new Credential.Profile("", Metadata.EMPTY, reading, face),
                new Credential.Type.Static(),
                new Material.Destroyed(0),
                Life.startedAt(transaction.stamp()));
    }

    public Outcome<List<Credential>> list(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.LIST_CREDENTIALS, vault, "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.contents().apply(Scope.vault(vault)).all(Credential.class)));
    }

    /// Reads a value back, for members, where the credential allows it. The reading is in the trail before the value
    /// is in anybody's hands; the caller closes what it gets.
    public Outcome<Secret> reveal(Caller caller, Id vault, CredentialKey key) {
        var ask = Workspace.Ask.inVault(caller, Action.REVEAL_CREDENTIAL, vault, key.text());
        return workspace.look(ask, view -> {
            var contents = view.contents().apply(Scope.vault(vault));
            var found = contents.one(
                    Credential.class,
                    credential -> credential.life().active() && credential.key().equals(key));
            if (found.isEmpty()) return Outcome.refused(NOT_FOUND, "Credential \"" + key + "\" not found.");
            if (found.get().profile().reading() == Credential.Reading.NEVER) {
                return Outcome.refused(WRITE_ONLY, key + " is write-only: it can be used and replaced, not read.");
            }
            workspace.event(caller, "REVEAL_CREDENTIAL", found.get().id(), key.text());
            var vaultKeys = new VaultKeys(view.keys(), view.reading().vaultKeys(vault));
            return new OpenCredential(contents, vaultKeys, workspace.random())
                    .value(found.get(), Material.Part.VALUE)
                    .<Outcome<Secret>>map(Outcome::done)
                    .orElseGet(() -> Outcome.refused(MISSING_VALUE, key + " has no value."));
        });
    }

    /// Which of these values are in the vault, by the names they came with. Each stored value is open on its own and
    /// compared with all of them. The trail has it before anybody is told, with the keys of what was found.
    public Outcome<SortedSet<String>> match(Caller caller, Id vault, Map<String, Secret> asked) {
        var ask = Workspace.Ask.inVault(caller, Action.MATCH_CREDENTIALS, vault, "");
        return workspace.look(ask, view -> {
            var contents = view.contents().apply(Scope.vault(vault));
            var vaultKeys = new VaultKeys(view.keys(), view.reading().vaultKeys(vault));
            var opener = new OpenCredential(contents, vaultKeys, workspace.random());
            var names = new TreeSet<String>();
            var keys = new TreeSet<String>();
            for (var credential :
                    contents.all(Credential.class, one -> one.life().active())) {
                var same = same(opener, credential, asked);
                names.addAll(same);
                if (!same.isEmpty()) keys.add(credential.key().text());
            }
            var found = keys.isEmpty() ? "found none" : "found " + String.join(",", keys);
            workspace.event(caller, "MATCH_CREDENTIALS", vault, "asked " + asked.size() + ", " + found);
            return Outcome.done(names);
        });
    }

    private static Set<String> same(OpenCredential opener, Credential credential, Map<String, Secret> asked) {
        var same = new HashSet<String>();
        for (var part : Material.Part.values()) {
            try (var value = opener.value(credential, part).orElseGet(() -> Secret.take(new byte[0]))) {
                asked.forEach((name, other) -> {
                    if (value.length() > 0 && value.sameAs(other)) same.add(name);
                });
            }
        }
        return same;
    }

    /// Removes credentials with their key material. A bound credential takes its service with it.
    public Outcome<List<CredentialKey>> delete(Caller caller, Id vault, Collection<CredentialKey> keys) {
        var names = String.join(",", keys.stream().map(CredentialKey::text).toList());
        var ask = Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, "delete " + names);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var edit = new VaultEdit(transaction, vault);
                    for (var key : keys) {
                        var credential = edit.credential(key);
                        if (credential.isEmpty()) {
                            return Outcome.refused(NOT_FOUND, "Credential \"" + key + "\" not found.");
                        }
                        boundService(edit, credential.get()).ifPresent(edit::remove);
                        edit.remove(credential.get());
                    }
                    edit.save();
                    return Outcome.done(List.copyOf(keys));
                }));
    }

    /// The service that is one half of a bound credential.
    static Optional<Service> boundService(VaultEdit edit, Credential credential) {
        return edit.services().stream()
                .filter(service ->
                        service.binding() instanceof Binding.Bound(var half, var _) && half.equals(credential.id()))
                .findFirst();
    }
}
