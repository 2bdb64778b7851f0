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
        var sealed = keys.find(held.wrappedBy()).flatMap(key -> sealedPart(credential, held, part, key));
        return Optional.of(opened(credential, sealed));
    }

    /// A part to be opened again and again, with the vault's key kept open. Empty if the vault's key does not open.
    Optional<CredentialSeal.SealedPart> kept(Credential credential, Material.Part part) {
        return credential.material() instanceof Material.Held held
                ? keys.keep(held.wrappedBy()).flatMap(key -> sealedPart(credential, held, part, key))
                : Optional.empty();
    }

    private Optional<CredentialSeal.SealedPart> sealedPart(
            Credential credential, Material.Held held, Material.Part part, Key key) {
        return seal.sealedPart(credential, held, part, key, Destinations.digest(credential, vault.all(Service.class)));
    }

    /// Throws [IntegrityBroken] if it does not open.
    Secret opened(Credential credential, Optional<CredentialSeal.SealedPart> sealed) {
        return sealed.flatMap(one -> one.open(clear -> Secret.take(clear.clone())))
                .orElseThrow(() -> new IntegrityBroken(List.of(new Finding(
                        vault.scope() + "/credential/" + credential.id(),
                        "its value does not open for its services"))));
    }
}
