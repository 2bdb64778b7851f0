package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.CredentialSeal;
import agentvault.vault.Destinations;
import agentvault.vault.Material;
import agentvault.vault.Service;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A vault's services and credentials while one change edits them. Saving seals new values and wraps anew the key of
/// every credential whose destinations changed, so that no row is written that does not fit the others.
final class VaultEdit {

    private final Transaction transaction;
    private final Contents before;
    private final Id vault;
    private final CredentialSeal seal;
    private final Map<Id, Service> services = new LinkedHashMap<>();
    private final Map<Id, Credential> credentials = new LinkedHashMap<>();
    private final Map<Id, Map<Material.Part, Secret>> values = new HashMap<>();

    VaultEdit(Transaction transaction, Id vault) {
        this.transaction = transaction;
        this.vault = vault;
        this.before = transaction.contents(Scope.vault(vault));
        this.seal = new CredentialSeal(transaction.keys().installation(), transaction.random());
        before.all(Service.class).forEach(service -> services.put(service.id(), service));
        before.all(Credential.class).forEach(credential -> credentials.put(credential.id(), credential));
    }

    Optional<Vault> vault() {
        return before.find(Vault.class, vault);
    }

    Collection<Service> services() {
        return List.copyOf(services.values());
    }

    Collection<Credential> credentials() {
        return List.copyOf(credentials.values());
    }

    Optional<Credential> credential(CredentialKey key) {
        return credentials.values().stream()
                .filter(credential ->
                        credential.life().active() && credential.key().equals(key))
                .findFirst();
    }

    Optional<Service> service(Slug name) {
        return services.values().stream()
                .filter(service -> service.life().active() && service.name().equals(name))
                .findFirst();
    }

    void put(Service service) {
        services.put(service.id(), service);
    }

    void remove(Service service) {
        services.remove(service.id());
    }

    void put(Credential credential) {
        credentials.put(credential.id(), credential);
    }

    /// The credential gets these values as its next version when the edit is saved; the caller keeps owning them.
    void put(Credential credential, Map<Material.Part, Secret> newValues) {
        credentials.put(credential.id(), credential);
        values.put(credential.id(), Map.copyOf(newValues));
    }

    void remove(Credential credential) {
        credentials.remove(credential.id());
        values.remove(credential.id());
    }

    /// Writes what differs from before; afterwards the credentials are as they were written.
    void save() {
        for (var service : before.all(Service.class)) {
            if (!services.containsKey(service.id())) transaction.remove(service);
        }
        for (var credential : before.all(Credential.class)) {
            if (!credentials.containsKey(credential.id())) transaction.remove(credential);
        }
        for (var service : services.values()) {
            var old = before.find(Service.class, service.id());
            if (old.isEmpty()) transaction.insert(service);
            if (old.isPresent() && !old.get().equals(service)) transaction.replace(old.get(), service);
        }
        for (var credential : List.copyOf(credentials.values())) save(credential);
    }

    private void save(Credential edited) {
        var old = before.find(Credential.class, edited.id());
        byte[] digest = Destinations.digest(edited, services.values());
        var fitted = values.containsKey(edited.id()) ? sealed(edited, digest) : rewrapped(edited, old, digest);
        credentials.put(fitted.id(), fitted);
        if (old.isEmpty()) transaction.insert(fitted);
        if (old.isPresent() && !old.get().equals(fitted)) transaction.replace(old.get(), fitted);
    }

    private Credential sealed(Credential credential, byte[] digest) {
        int version = credential.material().version() + 1;
        var parts = values.getOrDefault(credential.id(), Map.of());
        var key =
                transaction.vaultKeys(vault).newest().orElseThrow(() -> broken(credential, "the vault's key is gone"));
        var held = seal.seal(credential, version, parts, key, digest);
        return credential.with(credential.type(), held, transaction.now());
    }

    private Credential rewrapped(Credential edited, Optional<Credential> old, byte[] digest) {
        if (old.isEmpty() || !(edited.material() instanceof Material.Held held)) return edited;
        byte[] oldDigest = Destinations.digest(old.get(), before.all(Service.class));
        if (Arrays.equals(oldDigest, digest)) return edited;
        return transaction
                .vaultKeys(vault)
                .find(held.wrappedBy())
                .flatMap(key -> seal.rewrap(edited, held, key, oldDigest, digest))
                .map(edited::rewrapped)
                .orElseThrow(() -> broken(edited, "its key does not open for its services"));
    }

    private IntegrityBroken broken(Credential credential, String what) {
        return new IntegrityBroken(List.of(new Finding(before.scope() + "/credential/" + credential.id(), what)));
    }
}
