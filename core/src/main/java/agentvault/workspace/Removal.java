package agentvault.workspace;

import static agentvault.workspace.Problem.Code.LAST_ADMIN;
import static agentvault.workspace.Problem.Code.STALE;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.MailedCode;
import agentvault.access.Permissions.Target;
import agentvault.access.Token;
import agentvault.access.UserInvite;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Vault;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Takes an actor away with everything that gives them access: tokens, password, logins, sessions, roles, and the
/// invites they made.
final class Removal {

    private static final int TRIES = 5;

    private final Workspace workspace;
    private final Actor actor;

    Removal(Workspace workspace, Actor actor) {
        this.workspace = workspace;
        this.actor = actor;
    }

    Outcome<Actor> asked(Caller caller, Action action) {
        return asked(caller, action, new Target.OfActor(actor));
    }

    /// Which vaults the actor is in is looked up before the transaction that holds them; if it joined another one
    /// meanwhile, it is looked up again.
    Outcome<Actor> asked(Caller caller, Action action, Target target) {
        for (int tried = 1; ; tried++) {
            var vaults = workspace.lookByItself(view -> view.reading().grantedTo(actor.id()));
            var scopes = new ArrayList<>(List.of(workspace.scope()));
            scopes.addAll(Scope.allShortLived());
            vaults.forEach(vault -> scopes.add(Scope.vault(vault)));
            var ask = new Workspace.Ask(
                    caller,
                    action,
                    target,
                    scopes,
                    List.of(actor.id()),
                    "delete " + actor.name().text());
            var outcome = workspace.change(ask, transaction -> removed(transaction, vaults));
            boolean moved = outcome instanceof Outcome.Refused<Actor>(var problem) && problem.code() == STALE;
            if (!moved || tried == TRIES) return outcome;
        }
    }

    private Outcome<Actor> removed(Transaction transaction, Set<Id> vaults) {
        if (!vaults.containsAll(transaction.store().grantedTo(actor.id()))) {
            return Outcome.refused(STALE, "The roles of " + actor.name().text() + " are being changed: try again.");
        }
        return Actors.found(transaction, actor)
                .then(known -> Actors.unlessLastOwner(transaction, known))
                .then(known -> leaving(transaction, known, vaults))
                .then(known -> {
                    transaction
                            .workspace()
                            .all(Token.class, token -> token.subjectId().equals(known.id()))
                            .forEach(transaction::remove);
                    KeptPasswords.of(transaction.workspace(), known.id()).ifPresent(transaction::remove);
                    revokeInvites(transaction, known.id());
                    AgentInvites.revokeThoseOf(transaction, known.id());
                    AgentInvites.revokeThoseBy(transaction, known.id());
                    Logins.endAll(transaction, known.id(), List.of(known.id()));
                    transaction
                            .contents(Scope.shortLived(known.id()))
                            .all(MailedCode.class, code -> code.user().equals(known.id()))
                            .forEach(transaction::remove);
                    transaction.remove(known);
                    return Outcome.done(known);
                });
    }

    private Outcome<Actor> leaving(Transaction transaction, Actor known, Set<Id> vaults) {
        for (var vault : vaults) {
            var grant = Grants.of(transaction, vault, known.id());
            if (grant.isEmpty()) continue;
            var active = transaction
                    .contents(Scope.vault(vault))
                    .find(Vault.class, vault)
                    .filter(found -> found.life().active());
            if (active.isPresent() && Grants.lastAdmin(transaction, grant.get())) {
                return Outcome.refused(
                        LAST_ADMIN,
                        known.name().text() + " is the last admin of the vault \""
                                + active.get().slug() + "\": make somebody else admin there first.");
            }
            transaction.remove(grant.get());
        }
        return Outcome.done(known);
    }

    private static void revokeInvites(Transaction transaction, Id by) {
        transaction
                .workspace()
                .all(
                        UserInvite.class,
                        invite -> invite.invitedBy().equals(by) && invite.state() instanceof UserInvite.State.Open)
                .forEach(invite ->
                        transaction.replace(invite, invite.with(new UserInvite.State.Revoked(transaction.now()))));
    }
}
