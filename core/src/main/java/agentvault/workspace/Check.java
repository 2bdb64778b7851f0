package agentvault.workspace;

import agentvault.crypto.KeyUse;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.crypto.WrappedKey;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.Vault;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/// Reads everything that is stored and says what is not as it was written, with its place.
public final class Check {

    private final Workspace workspace;

    public Check(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Every scope, every row, every key, every value.
    public List<Finding> all() {
        return workspace.lookByItself(view -> {
            var findings = new ArrayList<Finding>();
            var scopes = new HashSet<Scope>();
            view.reading().manifests().forEach(manifest -> scopes.add(manifest.scope()));
            scopes.addAll(view.reading().scopes());
            scopes.add(Scope.workspace(workspace.installation()));
            for (var scope : scopes) check(view, scope, findings);
            checkKeys(view.reading().keys(), findings);
            checkAnchors(view.reading().anchors(), findings);
            return findings;
        });
    }

    private void check(Workspace.View view, Scope scope, List<Finding> findings) {
        try {
            var contents = Contents.proven(view.reading(), workspace.keys(), scope);
            if (scope.kind() != Scope.Kind.VAULT) return;
            var keys = view.reading().vaultKeys(scope.id());
            boolean active =
                    contents.one(Vault.class, vault -> vault.life().active()).isPresent();
            if (active && keys.isEmpty()) findings.add(new Finding(scope + "/key", "its key is missing"));
            checkKeys(keys, findings);
            openAll(view, contents);
        } catch (IntegrityBroken broken) {
            findings.addAll(broken.findings());
        }
    }

    private void checkKeys(List<WrappedKey> stored, List<Finding> findings) {
        for (var key : stored) {
            boolean opens = key.use() == KeyUse.ROOT
                    ? workspace.keys().root(key.id()).isPresent()
                    : workspace.keys().open(key).isPresent();
            if (!opens) findings.add(new Finding("key/" + key.use() + "/" + key.id(), "the key was changed"));
        }
    }

    private void checkAnchors(List<Store.Anchor> stored, List<Finding> findings) {
        var seals = new RowSeal(workspace.keys());
        stored.stream()
                .filter(anchor -> !TrailTies.genuine(seals, anchor))
                .map(anchor -> new Finding("anchor/" + anchor.instance(), "the row was changed"))
                .forEach(findings::add);
    }

    private void openAll(Workspace.View view, Contents vault) {
        var keys = new VaultKeys(
                workspace.keys(), view.reading().vaultKeys(vault.scope().id()));
        var open = new OpenCredential(vault, keys, workspace.random());
        for (var credential : vault.all(Credential.class)) {
            if (!(credential.material() instanceof Material.Held held)) continue;
            for (var part : held.parts().keySet()) {
                open.value(credential, part).ifPresent(Secret::close);
            }
        }
    }
}
