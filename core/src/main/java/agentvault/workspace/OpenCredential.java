package agentvault.workspace;

import agentvault.crypto.Key;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.vault.Credential;
import agentvault.vault.CredentialSeal;
import agentvault.vault.Destinations;
import agentvault.vault.Material;
import agentvault.vault.Service;
import java.util.List;
import java.util.Optional;

/// Opens credentials of a proven vault, for the destinations that its services name.
final class OpenCredential {

    private final Contents vault;
    private final VaultKeys keys;
    private final CredentialSeal seal;

    OpenCredential(Contents vault, VaultKeys keys, Randomness random) {
        this.vault = vault;
        this.keys = keys;
        this.seal = new CredentialSeal(keys.installation(), random);
    }

    /// Empty if the credential holds no such part; throws [IntegrityBroken] if it holds one that does not open.
    Optional<Secret> value(Credential credential, Material.Part part) {
        if (!(credential.material() instanceof Material.Held held)
                || !held.parts().containsKey(part)) {
            return Optional.empty();
        }
        byte[] destinations = Destinations.digest(credential, vault.all(Service.class));
        return Optional.of(opened(credential, held, part, keys.find(held.wrappedBy()), destinations));
    }

    /// The same with the vault's key kept open, and the digest of the destinations that was made before.
    Optional<Secret> kept(Credential credential, Material.Part part, byte[] destinations) {
        if (!(credential.material() instanceof Material.Held held)
                || !held.parts().containsKey(part)) {
            return Optional.empty();
        }
        return Optional.of(opened(credential, held, part, keys.keep(held.wrappedBy()), destinations));
    }

    private Secret opened(
            Credential credential, Material.Held held, Material.Part part, Optional<Key> key, byte[] destinations) {
        return key.flatMap(with ->
                        seal.open(credential, held, part, with, destinations, clear -> Secret.take(clear.clone())))
                .orElseThrow(() -> new IntegrityBroken(List.of(new Finding(
                        vault.scope() + "/credential/" + credential.id(),
                        "its value does not open for its services"))));
    }
}
