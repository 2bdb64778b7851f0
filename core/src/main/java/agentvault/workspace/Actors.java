package agentvault.workspace;

import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.LAST_OWNER;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.InstanceRole;
import agentvault.access.Permissions.Target;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.vault.Life;
import agentvault.vault.Until;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Makes users, agents and API keys, and ends them with everything that was made from them.
public final class Actors {

    private final Workspace workspace;

    Actors(Workspace workspace) {
        this.workspace = workspace;
    }

    /// An actor and the token that it shows. The token is not kept anywhere: whoever gets this hands it on and closes
    /// it.
    public record Issued(Actor actor, Token token, Secret shown) implements AutoCloseable {
        @Override
        public void close() {
            shown.close();
        }
    }

    /// The first person to come owns the instance; nobody is there to permit it.
    public Outcome<Actor> createFirstUser(String address) {
        var scope = Scope.workspace(workspace.installation());
        return workspace.changeByItself("CREATE_FIRST_USER", List.of(scope), "", transaction -> {
            var users =
                    contents(transaction).all(Actor.class, actor -> actor.name().kind() == Actor.Kind.USER);
            if (!users.isEmpty()) return Outcome.refused(CONFLICT, "This instance has an owner already.");
            return Outcome.done(
                    insert(transaction, new Actor.Name(Actor.Kind.USER, address), InstanceRole.OWNER, Entry.NONE));
        });
    }

    /// Whom the instance belongs to: the owner who has been there longest.
    public Optional<Actor> firstOwner() {
        return workspace.lookByItself(view -> view
                .contents()
                .apply(Scope.workspace(workspace.installation()))
                .all(Actor.class, actor -> actor.active() && actor.role() == InstanceRole.OWNER)
                .stream()
                .min(Comparator.comparing(actor -> actor.life().created())));
    }

    public Outcome<Actor> createUser(Caller caller, String address, InstanceRole role) {
        var action = role == InstanceRole.OWNER ? Action.CREATE_OWNERS : Action.INVITE_USERS;
        var name = new Actor.Name(Actor.Kind.USER, address);
        return workspace.change(ask(caller, action, new Target.OfWorkspace(), address), transaction -> {
            if (named(transaction, name).isPresent()) return taken(name);
            return Outcome.done(insert(transaction, name, role, caller.actor()));
        });
    }

    /// Makes an agent with its token.
    public Outcome<Issued> createAgent(Caller caller, String name, InstanceRole role, Until until) {
        var action = role == InstanceRole.OWNER ? Action.CREATE_OWNERS : Action.CREATE_AGENTS;
        var as = new Actor.Name(Actor.Kind.AGENT, name);
        return create(caller, action, as, role, TokenKind.AGENT, until);
    }

    /// Makes an API key. It is no member of any vault until it is granted one or makes one.
    public Outcome<Issued> createApiKey(Caller caller, String label, Until until) {
        var as = new Actor.Name(Actor.Kind.API_KEY, label);
        return create(caller, Action.MANAGE_API_KEYS, as, InstanceRole.MEMBER, TokenKind.API_KEY, until);
    }

    private Outcome<Issued> create(
            Caller caller, Action action, Actor.Name name, InstanceRole role, TokenKind kind, Until until) {
        var ask = ask(caller, action, new Target.OfWorkspace(), name.text());
        return workspace.change(ask, transaction -> {
            if (named(transaction, name).isPresent()) return taken(name);
            return Outcome.done(issue(transaction, insert(transaction, name, role, caller.actor()), kind, until));
        });
    }

    private Actor insert(Transaction transaction, Actor.Name name, InstanceRole role, Id createdBy) {
        var actor = new Actor(
                transaction.random().id(),
                workspace.installation(),
                name,
                role,
                Actor.Standing.ACTIVE,
                createdBy,
                Life.startedAt(transaction.stamp()));
        transaction.insert(actor);
        return actor;
    }

    /// A new token in the place of all others; a revoked agent is active again.
    public Outcome<Issued> rotate(Caller caller, Actor actor, Until until) {
        var ask = ask(
                caller,
                managing(actor),
                new Target.OfActor(actor),
                "rotate " + actor.name().text());
        return workspace.change(
                ask,
                transaction -> found(transaction, actor.id()).then(before -> {
                    endTokens(transaction, before);
                    var after = before.with(Actor.Standing.ACTIVE, transaction.now());
                    transaction.replace(before, after);
                    var kind = before.name().kind() == Actor.Kind.API_KEY ? TokenKind.API_KEY : TokenKind.AGENT;
                    return Outcome.done(issue(transaction, after, kind, until));
                }));
    }

    /// Ends an actor's tokens; the actor stays to be read, and its grants for when it comes back.
    public Outcome<Actor> revoke(Caller caller, Actor actor) {
        var ask = ask(
                caller,
                managing(actor),
                new Target.OfActor(actor),
                "revoke " + actor.name().text());
        return workspace.change(
                ask,
                transaction -> found(transaction, actor.id()).then(before -> {
                    if (before.standing() == Actor.Standing.REVOKED) {
                        return Outcome.refused(CONFLICT, before.name().text() + " is already revoked.");
                    }
                    if (lastOwner(transaction, before)) return last();
                    endTokens(transaction, before);
                    var after = before.with(Actor.Standing.REVOKED, transaction.now());
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    public Outcome<Actor> setRole(Caller caller, Actor actor, InstanceRole role) {
        var ask = ask(caller, Action.SET_INSTANCE_ROLES, new Target.OfActor(actor), role.name());
        return workspace.change(
                ask,
                transaction -> found(transaction, actor.id()).then(before -> {
                    if (role != InstanceRole.OWNER && lastOwner(transaction, before)) return last();
                    var after = before.with(role, transaction.now());
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    public Outcome<List<Actor>> list(Caller caller) {
        var ask = ask(caller, Action.LIST_ACTORS, new Target.OfWorkspace(), "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.contents()
                        .apply(Scope.workspace(workspace.installation()))
                        .all(Actor.class)));
    }

    private Workspace.Ask ask(Caller caller, Action action, Target target, String detail) {
        return new Workspace.Ask(
                caller, action, target, List.of(Scope.workspace(workspace.installation())), List.of(), detail);
    }

    private static Action managing(Actor actor) {
        return actor.name().kind() == Actor.Kind.API_KEY ? Action.MANAGE_API_KEYS : Action.MANAGE_AGENT;
    }

    private Issued issue(Transaction transaction, Actor actor, TokenKind kind, Until until) {
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var shown = tokens.issue(kind);
        var token = new Token(
                transaction.random().id(),
                new Token.Subject.OfActor(workspace.installation(), actor.id()),
                kind,
                tokens.hash(shown),
                Tokens.hint(shown),
                until,
                Life.startedAt(transaction.stamp()));
        transaction.insert(token);
        return new Issued(actor, token, shown);
    }

    private void endTokens(Transaction transaction, Actor actor) {
        contents(transaction)
                .all(Token.class, token -> token.subjectId().equals(actor.id()))
                .forEach(transaction::remove);
    }

    private Outcome<Actor> found(Transaction transaction, Id actor) {
        return contents(transaction)
                .find(Actor.class, actor)
                .<Outcome<Actor>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such user, agent or key."));
    }

    private Optional<Actor> named(Transaction transaction, Actor.Name name) {
        return contents(transaction)
                .one(Actor.class, actor -> actor.life().active() && actor.name().equals(name));
    }

    private boolean lastOwner(Transaction transaction, Actor actor) {
        return actor.role() == InstanceRole.OWNER
                && contents(transaction)
                                .all(Actor.class, other -> other.active() && other.role() == InstanceRole.OWNER)
                                .size()
                        <= 1;
    }

    private Contents contents(Transaction transaction) {
        return transaction.contents(Scope.workspace(workspace.installation()));
    }

    private static <T> Outcome<T> taken(Actor.Name name) {
        return Outcome.refused(CONFLICT, "\"" + name.text() + "\" exists already.");
    }

    private static <T> Outcome<T> last() {
        return Outcome.refused(LAST_OWNER, "This is the last owner: make somebody else owner first.");
    }
}
