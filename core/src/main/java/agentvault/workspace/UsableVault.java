package agentvault.workspace;

import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.match.RuleIndex;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.CredentialSeal;
import agentvault.vault.Material;
import agentvault.vault.OauthConnection;
import agentvault.vault.Service;
import agentvault.vault.Vault;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A vault made ready for use, as it is at one count of its changes: its rules compiled, its credentials by their keys,
/// sealed.
final class UsableVault {

    private final Contents of;
    private final Vault vault;
    private final RuleIndex rules;
    private final Map<CredentialKey, Credential> credentials;
    private final OpenCredential open;
    private final Map<Id, Optional<CredentialSeal.SealedPart>> parts = new ConcurrentHashMap<>();

    private UsableVault(Contents of, Vault vault, OpenCredential open) {
        this.of = of;
        this.vault = vault;
        this.rules = RuleIndex.compile(vault.id(), of.all(Service.class));
        this.credentials = new HashMap<>();
        this.open = open;
        of.all(Credential.class, credential -> credential.life().active())
                .forEach(credential -> credentials.put(credential.key(), credential));
    }

    /// Empty if there is no such vault any more.
    static Optional<UsableVault> of(Contents contents, VaultKeys keys, Workspace workspace) {
        return contents.find(Vault.class, contents.scope().id())
                .filter(vault -> vault.life().active())
                .map(vault -> new UsableVault(contents, vault, new OpenCredential(contents, keys, workspace.random())));
    }

    /// Whether every credential's key is wrapped by one of these.
    static boolean fit(Contents contents, VaultKeys keys) {
        return contents.all(Credential.class).stream()
                .map(Credential::material)
                .allMatch(material -> !(material instanceof Material.Held held) || keys.has(held.wrappedBy()));
    }

    Contents contents() {
        return of;
    }

    Vault vault() {
        return vault;
    }

    RuleIndex rules() {
        return rules;
    }

    /// A credential that has a value.
    Optional<Credential> credential(CredentialKey key) {
        return Optional.ofNullable(credentials.get(key))
                .filter(credential -> credential.material() instanceof Material.Held held
                        && held.parts().containsKey(Material.Part.VALUE));
    }

    /// How an OAuth credential is connected, whether or not it has a value.
    Optional<OauthConnection.Standing> standing(CredentialKey key) {
        return Optional.ofNullable(credentials.get(key))
                .flatMap(credential -> credential.type() instanceof Credential.Type.Oauth(var _, var connection)
                        ? Optional.of(connection.standing())
                        : Optional.empty());
    }

    /// The value of a credential that has one. Throws [IntegrityBroken] if it does not open.
    Secret value(Credential credential) {
        var known = parts.computeIfAbsent(credential.id(), _ -> open.kept(credential, Material.Part.VALUE));
        return open.opened(credential, known);
    }
}
