package agentvault.control;

import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.workspace.Actors;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Reads and writes lists of vaults with a role in each: `{"vault_name": …, "vault_role": …}`.
final class Shares {

    private Shares() {}

    static List<Session.Share> read(Members body, VaultRole usual, Function<String, Id> vault) {
        var shares = new ArrayList<Session.Share>();
        for (var share : body.objects("vaults")) {
            var id = vault.apply(share.text("vault_name"));
            if (shares.stream().anyMatch(other -> other.vault().equals(id))) {
                throw share.unfit("vault_name", " is there twice");
            }
            shares.add(new Session.Share(id, share.choice("vault_role", VaultRole.class, usual)));
        }
        return shares;
    }

    /// Vaults that are gone are left out.
    static List<Document> write(Workspace workspace, List<Session.Share> shares) {
        return shares.stream()
                .flatMap(share -> workspace.directory().vault(share.vault()).map(Vault::slug).stream()
                        .map(name -> of(name, share.role())))
                .toList();
    }

    /// @param known what the reader knows of
    static List<Document> write(Workspace workspace, List<Session.Share> shares, Predicate<Id> known) {
        return write(
                workspace,
                shares.stream().filter(share -> known.test(share.vault())).toList());
    }

    static List<Document> places(List<Actors.Place> places) {
        return places(places, _ -> true);
    }

    /// @param known what the reader knows of
    static List<Document> places(List<Actors.Place> places, Predicate<Id> known) {
        return places.stream()
                .filter(place -> known.test(place.vault().id()))
                .map(place -> of(place.vault().slug(), place.role()))
                .toList();
    }

    private static Document of(Slug vault, VaultRole role) {
        return new Document().with("vault_name", vault.text()).with("vault_role", role);
    }
}
