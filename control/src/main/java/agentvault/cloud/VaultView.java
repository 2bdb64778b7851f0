package agentvault.cloud;

import agentvault.document.Document;
import agentvault.id.IdKind;
import agentvault.vault.Vault;
import agentvault.workspace.BoundCredentials;
import java.util.List;

/// Shows vaults.
final class VaultView {

    private VaultView() {}

    static Document of(Manner manner, Vault vault) {
        return head(manner, vault).and(tail(vault));
    }

    /// With its active credentials, as Qoder's protocol shows a vault that was made or asked for.
    static Document with(Manner manner, Vault vault, List<BoundCredentials.Pair> credentials) {
        return head(manner, vault)
                .withAll(
                        "credentials",
                        credentials.stream()
                                .filter(pair -> pair.credential().life().active())
                                .map(pair -> CredentialView.of(manner, pair))
                                .toList())
                .and(tail(vault));
    }

    private static Document head(Manner manner, Vault vault) {
        var document = new Document()
                .with("id", manner.id(IdKind.VAULT, vault.id()))
                .with("type", "vault")
                .with("display_name", vault.displayName());
        if (manner == Manner.QODER) document.with("status", vault.life().active() ? "active" : "archived");
        return document;
    }

    private static Document tail(Vault vault) {
        return new Document().with("metadata", Times.labels(vault.metadata())).and(Times.life(vault.life()));
    }
}
