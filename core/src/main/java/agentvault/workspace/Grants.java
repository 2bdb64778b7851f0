package agentvault.workspace;

import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.LAST_ADMIN;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.Grant;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.vault.Life;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives and takes roles in vaults. A vault never loses its last admin among the users.
public final class Grants {

    private final Workspace workspace;

    Grants(Workspace workspace) {
        this.workspace = workspace;
    }

    public Outcome<List<Grant>> list(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.contents().apply(Scope.vault(vault)).all(Grant.class)));
    }

    /// Somebody with a role in a vault.
    public record Member(Actor actor, Grant grant) {}

    /// The users, agents or API keys of a vault, the oldest grant first.
    public Outcome<List<Member>> members(Caller caller, Id vault, Actor.Kind kind) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(ask, view -> {
            var actors = view.contents().apply(workspace.scope());
            return Outcome.done(of(view, vault).stream()
                    .sorted(Comparator.comparing(grant -> grant.life().created()))
                    .flatMap(grant -> actors.find(Actor.class, grant.actor()).stream()
                            .filter(actor -> actor.name().kind() == kind)
                            .map(actor -> new Member(actor, grant)))
                    .toList());
        });
    }

    /// Gives an actor a role that it does not have yet.
    public Outcome<Grant> give(Caller caller, Id vault, Id actor, VaultRole role) {
        var ask = Workspace.Ask.inVault(caller, Action.MANAGE_VAULT_ACTORS, vault, "give " + actor);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var known = actor(transaction, actor);
                    if (known.isEmpty()) return Outcome.refused(NOT_FOUND, "No such user, agent or key.");
                    if (known.get().name().kind() == Actor.Kind.USER && role == VaultRole.PROXY) {
                        return Outcome.refused(INVALID, "A user is member or admin of a vault.");
                    }
                    if (of(transaction, vault, actor).isPresent()) {
                        return Outcome.refused(
                                CONFLICT, known.get().name().text() + " already has a role in this vault.");
                    }
                    return Outcome.done(insert(transaction, vault, actor, role));
                }));
    }

    /// The same for an actor by its name.
    public Outcome<Grant> give(Caller caller, Id vault, Actor.Name name, VaultRole role) {
        return give(caller, vault, idOf(name), role);
    }

    public Outcome<Grant> change(Caller caller, Id vault, Actor.Name name, VaultRole role) {
        return change(caller, vault, idOf(name), role);
    }

    public Outcome<Grant> take(Caller caller, Id vault, Actor.Name name) {
        return take(caller, vault, idOf(name));
    }

    /// Nobody's id if there is no such actor: who may not ask is not told either.
    private Id idOf(Actor.Name name) {
        return workspace
                .remembered(workspace.scope())
                .one(Actor.class, actor -> actor.life().active() && actor.name().equals(name))
                .map(Actor::id)
                .orElse(Entry.NONE);
    }

    public Outcome<Grant> change(Caller caller, Id vault, Id actor, VaultRole role) {
        var ask = Workspace.Ask.inVault(caller, Action.MANAGE_VAULT_ACTORS, vault, "role of " + actor);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var grant = of(transaction, vault, actor);
                    if (grant.isEmpty()) return none();
                    if (role != VaultRole.ADMIN && lastAdmin(transaction, grant.get())) return last();
                    var after = grant.get().with(role, transaction.now());
                    transaction.replace(grant.get(), after);
                    return Outcome.done(after);
                }));
    }

    public Outcome<Grant> take(Caller caller, Id vault, Id actor) {
        var ask = Workspace.Ask.inVault(caller, Action.MANAGE_VAULT_ACTORS, vault, "take " + actor);
        return workspace.change(ask, transaction -> end(transaction, vault, actor));
    }

    public Outcome<Grant> leave(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.LEAVE_VAULT, vault, "leave");
        return workspace.change(ask, transaction -> end(transaction, vault, caller.actor()));
    }

    /// An owner of the instance becomes admin of a vault.
    public Outcome<Grant> join(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.JOIN_VAULT, vault, "join");
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    if (of(transaction, vault, caller.actor()).isPresent()) {
                        return Outcome.refused(CONFLICT, "You already have a role in this vault.");
                    }
                    return Outcome.done(insert(transaction, vault, caller.actor(), VaultRole.ADMIN));
                }));
    }

    private static Grant insert(Transaction transaction, Id vault, Id actor, VaultRole role) {
        var grant = new Grant(transaction.random().id(), actor, vault, role, Life.startedAt(transaction.stamp()));
        transaction.insert(grant);
        return grant;
    }

    private static Outcome<Grant> end(Transaction transaction, Id vault, Id actor) {
        var grant = of(transaction, vault, actor);
        if (grant.isEmpty()) return none();
        if (lastAdmin(transaction, grant.get())) return last();
        transaction.remove(grant.get());
        return Outcome.done(grant.get());
    }

    static Optional<Grant> of(Transaction transaction, Id vault, Id actor) {
        return transaction
                .contents(Scope.vault(vault))
                .one(Grant.class, grant -> grant.actor().equals(actor));
    }

    private static Optional<Actor> actor(Transaction transaction, Id actor) {
        return transaction
                .contents(Scope.workspace(transaction.keys().installation()))
                .find(Actor.class, actor)
                .filter(known -> known.life().active() && known.standing() != Actor.Standing.UNCONFIRMED);
    }

    static List<Grant> of(Workspace.View view, Id vault) {
        return view.contents().apply(Scope.vault(vault)).all(Grant.class);
    }

    static boolean lastAdmin(Transaction transaction, Grant grant) {
        if (grant.role() != VaultRole.ADMIN || !isUser(transaction, grant)) return false;
        return transaction
                        .contents(Scope.vault(grant.vault()))
                        .all(Grant.class, other -> other.role() == VaultRole.ADMIN && isUser(transaction, other))
                        .size()
                <= 1;
    }

    private static boolean isUser(Transaction transaction, Grant grant) {
        return actor(transaction, grant.actor())
                .filter(actor -> actor.name().kind() == Actor.Kind.USER)
                .isPresent();
    }

    static <T> Outcome<T> none() {
        return Outcome.refused(NOT_FOUND, "No role in this vault.");
    }

    private static <T> Outcome<T> last() {
        return Outcome.refused(LAST_ADMIN, "This is the vault's last admin: make somebody else admin first.");
    }
}
