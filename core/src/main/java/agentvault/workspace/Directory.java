package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.InstanceRole;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.vault.Vault;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Who is called what, and who is in which vault.
///
/// What needs no caller says nothing about who may know it: it is for whoever has to find out who or what is meant, or
/// shows what somebody may see anyway.
public final class Directory {

    private final Workspace workspace;

    Directory(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A vault as a list shows it.
    ///
    /// @param role empty if an owner sees it without being in it
    public record Listed(Vault vault, Optional<VaultRole> role, int pendingProposals) {}

    /// Somebody with a role in a vault.
    public record Member(Actor actor, VaultRole role) {}

    public Optional<Actor> actor(Id id) {
        return workspace.remembered(workspace.scope()).find(Actor.class, id);
    }

    public Optional<Actor> actor(Actor.Name name) {
        return workspace
                .remembered(workspace.scope())
                .one(Actor.class, actor -> actor.life().active() && actor.name().equals(name));
    }

    public Optional<Vault> vault(Id id) {
        return workspace
                .remembered(Scope.vault(id))
                .find(Vault.class, id)
                .filter(vault -> vault.life().active());
    }

    /// The vault that a session's caller means who names none.
    public Optional<Id> primary(Caller caller) {
        return shares(caller).stream().findFirst().map(Session.Share::vault);
    }

    /// The vaults of a session's caller, in their order, with the role that it may have in each at most.
    public List<Session.Share> shares(Caller caller) {
        if (caller.via() != Via.SESSION) return List.of();
        return workspace
                .remembered(Scope.shortLived(caller.shown()))
                .find(Session.class, caller.shown())
                .map(Session::shares)
                .orElse(List.of());
    }

    /// The vaults that an actor has a role in, by itself and whatever it shows.
    public List<Session.Share> grants(Id actor) {
        return workspace.lookByItself(view -> view.reading().grantedTo(actor).stream()
                .flatMap(vault -> Grants.of(view, vault).stream())
                .filter(grant -> grant.actor().equals(actor))
                .map(grant -> new Session.Share(grant.vault(), grant.role()))
                .toList());
    }

    /// Those who have a role in a vault, the oldest first.
    public Outcome<List<Member>> members(Caller caller, Id vault) {
        return workspace.look(Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, ""), view -> {
            var actors = view.contents().apply(workspace.scope());
            return Outcome.done(Grants.of(view, vault).stream()
                    .sorted(Comparator.comparing(grant -> grant.life().created()))
                    .flatMap(grant -> actors.find(Actor.class, grant.actor()).stream()
                            .filter(actor -> actor.life().active())
                            .map(actor -> new Member(actor, grant.role())))
                    .toList());
        });
    }

    /// The vaults that a caller sees, the oldest first: those they have a role in, and for an owner all others.
    public Outcome<List<Listed>> vaults(Caller caller) {
        return workspace.look(asking(caller, Action.LIST_OWN_VAULTS), view -> {
            boolean owner = view.contents()
                    .apply(workspace.scope())
                    .find(Actor.class, caller.actor())
                    .filter(actor -> actor.role() == InstanceRole.OWNER && caller.via() != Via.API_KEY)
                    .isPresent();
            var ids = owner ? view.reading().vaults() : view.reading().grantedTo(caller.actor());
            return Outcome.done(ids.stream()
                    .flatMap(id -> listed(view, id, caller.actor()).stream())
                    .filter(listed -> owner || listed.role().isPresent())
                    .sorted(Comparator.comparing(listed -> listed.vault().life().created()))
                    .toList());
        });
    }

    /// Every vault, the oldest first, for owners.
    public Outcome<List<Vault>> allVaults(Caller caller) {
        return workspace.look(
                asking(caller, Action.LIST_ALL_VAULTS),
                view -> Outcome.done(view.reading().vaults().stream()
                        .flatMap(id -> listed(view, id, caller.actor()).stream())
                        .map(Listed::vault)
                        .sorted(Comparator.comparing(vault -> vault.life().created()))
                        .toList()));
    }

    private static Workspace.Ask asking(Caller caller, Action action) {
        return new Workspace.Ask(caller, action, new Target.OfWorkspace(), List.of(), List.of(), "");
    }

    private static Optional<Listed> listed(Workspace.View view, Id id, Id actor) {
        var contents = view.contents().apply(Scope.vault(id));
        return contents.find(Vault.class, id)
                .filter(vault -> vault.life().active())
                .map(vault -> new Listed(
                        vault,
                        contents.one(Grant.class, grant -> grant.actor().equals(actor))
                                .map(Grant::role),
                        contents.all(Proposal.class, Proposal::pending).size()));
    }
}
