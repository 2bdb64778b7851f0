package agentvault.workspace;

import agentvault.crypto.KeyUse;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.vault.Credential;
import agentvault.vault.Material;
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
            for (var key : view.reading().keys()) {
                if (key.use() == KeyUse.ROOT || workspace.keys().open(key).isPresent()) continue;
                findings.add(new Finding("key/" + key.use() + "/" + key.id(), "the key was changed"));
            }
            return findings;
        });
    }

    private void check(Workspace.View view, Scope scope, List<Finding> findings) {
        try {
            var contents = Contents.proven(view.reading(), workspace.keys(), scope);
            if (scope.kind() == Scope.Kind.VAULT) openAll(view, contents);
        } catch (IntegrityBroken broken) {
            findings.addAll(broken.findings());
        }
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
