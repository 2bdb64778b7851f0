package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Grant;
import agentvault.access.Permissions.Target;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Binding;
import agentvault.vault.Credential;
import agentvault.vault.Service;
import agentvault.vault.Vault;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Shows vaults together with the bound credentials in them, archived ones too.
public final class Holdings {

    private final Workspace workspace;

    public Holdings(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A vault and its bound credentials, the oldest first.
    ///
    /// @param usual whether it is the vault of runs that name none
    public record Holding(Vault vault, boolean usual, List<BoundCredentials.Pair> credentials) {
        public Holding {
            credentials = List.copyOf(credentials);
        }
    }

    public Outcome<Holding> of(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.LIST_CREDENTIALS, vault, "");
        return workspace.look(
                ask,
                view -> holding(view, vault)
                        .<Outcome<Holding>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(Problem.Code.NOT_FOUND, "No such vault.")));
    }

    /// All vaults that the caller has a role in, in no order.
    public Outcome<List<Holding>> all(Caller caller) {
        var ask = new Workspace.Ask(caller, Action.LIST_OWN_VAULTS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.reading().grantedTo(caller.actor()).stream()
                        .filter(id -> view.contents()
                                .apply(Scope.vault(id))
                                .one(Grant.class, grant -> grant.actor().equals(caller.actor()))
                                .isPresent())
                        .flatMap(id -> holding(view, id).stream())
                        .toList()));
    }

    private Optional<Holding> holding(Workspace.View view, Id id) {
        var contents = view.contents().apply(Scope.vault(id));
        var usual = Settings.of(view.contents().apply(workspace.scope())).runs().usual();
        return contents.find(Vault.class, id)
                .map(vault -> new Holding(
                        vault, vault.life().active() && usual.filter(id::equals).isPresent(), pairs(contents)));
    }

    private static List<BoundCredentials.Pair> pairs(Contents contents) {
        return contents.all(Credential.class).stream()
                .sorted(Comparator.comparing(credential -> credential.life().created()))
                .flatMap(credential ->
                        service(contents, credential)
                                .map(service -> new BoundCredentials.Pair(credential, service))
                                .stream())
                .toList();
    }

    private static Optional<Service> service(Contents contents, Credential credential) {
        return contents.one(
                Service.class,
                service -> service.binding() instanceof Binding.Bound(var half, var _) && half.equals(credential.id()));
    }
}
