package agentvault.workspace;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.InstanceRole;
import agentvault.access.Permissions;
import agentvault.access.Permissions.Target;
import agentvault.access.Rights;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Life;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Roles in vaults that somebody gives together with a new user or agent.
final class Assignments {

    private Assignments() {}

    static List<Scope> scopes(Collection<Session.Share> shares) {
        return shares.stream().map(share -> Scope.vault(share.vault())).toList();
    }

    /// Whether the caller may give all of these now.
    static Outcome<Collection<Session.Share>> permitted(
            Workspace workspace, Transaction transaction, Caller caller, Collection<Session.Share> shares) {
        for (var share : shares) {
            var ask = Workspace.Ask.inVault(caller, Action.ASSIGN_VAULTS, share.vault(), "");
            var denied = workspace.<Collection<Session.Share>>denied(ask, transaction::contents);
            if (denied.isPresent()) return denied.get();
            if (Vaults.active(transaction, share.vault()) instanceof Outcome.Refused<?>(var problem)) {
                return new Outcome.Refused<>(problem);
            }
        }
        return Outcome.done(shares);
    }

    /// Whether somebody may still give what they once offered; vaults that are gone do not count.
    static boolean stillPermitted(
            Transaction transaction, Actor by, InstanceRole role, Collection<Session.Share> shares) {
        var via = by.name().kind() == Actor.Kind.USER ? Via.LOGIN : Via.AGENT_TOKEN;
        var roles = new HashMap<Id, VaultRole>();
        shares.forEach(share -> Grants.of(transaction, share.vault(), by.id())
                .ifPresent(grant -> roles.put(share.vault(), grant.role())));
        var rights = new Rights(by, via, roles);
        var making = role == InstanceRole.OWNER ? Action.CREATE_OWNERS : Action.INVITE_USERS;
        return allowed(rights, making, new Target.OfWorkspace())
                && present(transaction, shares).stream()
                        .allMatch(share -> allowed(rights, Action.ASSIGN_VAULTS, new Target.OfVault(share.vault())));
    }

    /// Whether somebody may still give an agent another token.
    static boolean stillManages(Actor by, Actor agent) {
        var via = by.name().kind() == Actor.Kind.USER ? Via.LOGIN : Via.AGENT_TOKEN;
        return allowed(new Rights(by, via, Map.of()), Action.MANAGE_AGENT, new Target.OfActor(agent));
    }

    private static boolean allowed(Rights rights, Action action, Target target) {
        return Permissions.decide(rights, action, target) instanceof Permissions.Decision.Allowed;
    }

    /// Gives them to a new actor, as far as the vaults are still there.
    static void give(Transaction transaction, Id actor, Collection<Session.Share> shares) {
        for (var share : present(transaction, shares)) {
            var life = Life.startedAt(transaction.stamp());
            transaction.insert(new Grant(transaction.random().id(), actor, share.vault(), share.role(), life));
        }
    }

    private static List<Session.Share> present(Transaction transaction, Collection<Session.Share> shares) {
        return shares.stream()
                .filter(share -> Vaults.active(transaction, share.vault()) instanceof Outcome.Done<?>)
                .toList();
    }
}
