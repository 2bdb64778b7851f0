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
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What users, agents and API keys have in common: their roles and tokens, and how they end with everything that was
/// made from them.
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

    /// What lists show of an actor.
    ///
    /// @param vaults where it has a role, as far as whoever asks may know
    /// @param tokens those that count
    public record Profile(Actor actor, List<Place> vaults, List<Token> tokens) {
        public Profile {
            vaults = List.copyOf(vaults);
            tokens = List.copyOf(tokens);
        }
    }

    /// A vault and a role in it.
    public record Place(Vault vault, VaultRole role) {}

    public ApiKeys apiKeys() {
        return new ApiKeys(workspace);
    }

    public Exchanges exchanges() {
        return new Exchanges(workspace);
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

    static Actor insert(Transaction transaction, Actor.Name name, InstanceRole role, Id createdBy) {
        var actor = new Actor(
                transaction.random().id(),
                transaction.keys().installation(),
                name,
                role,
                Actor.Standing.ACTIVE,
                createdBy,
                Life.startedAt(transaction.stamp()));
        transaction.insert(actor);
        return actor;
    }

    /// A new token in the place of all others, which end with the sessions that were made from them; a revoked agent is
    /// active again. API keys are rotated by [ApiKeys].
    public Outcome<Issued> rotate(Caller caller, Actor agent, Until until) {
        var ask = ending(caller, agent, "rotate ");
        return workspace.change(
                ask,
                transaction -> found(transaction, agent)
                        .then(before -> before.name().kind() == Actor.Kind.AGENT
                                ? Outcome.done(renew(transaction, before, until))
                                : Outcome.refused(NOT_FOUND, "No such agent.")));
    }

    /// In a transaction that holds all sets of short-lived rows.
    static Issued renew(Transaction transaction, Actor agent, Until until) {
        return issue(transaction, emptied(transaction, agent), TokenKind.AGENT, until);
    }

    /// The actor without tokens and without what was made with them, active again.
    static Actor emptied(Transaction transaction, Actor before) {
        endTokens(transaction, before);
        var after = before.with(Actor.Standing.ACTIVE, transaction.now());
        transaction.replace(before, after);
        return after;
    }

    /// Ends an actor's tokens and the sessions that were made from them; the actor stays to be read, and its grants for
    /// when it comes back.
    public Outcome<Actor> revoke(Caller caller, Actor actor) {
        var ask = ending(caller, actor, "revoke ");
        return workspace.change(
                ask,
                transaction -> notUser(transaction, actor).then(before -> {
                    if (before.standing() == Actor.Standing.REVOKED) {
                        return Outcome.refused(CONFLICT, before.name().text() + " is already revoked.");
                    }
                    return unlessLastOwner(transaction, before).then(known -> {
                        endTokens(transaction, known);
                        AgentInvites.revokeThoseOf(transaction, known.id());
                        AgentInvites.revokeThoseBy(transaction, known.id());
                        var after = known.with(Actor.Standing.REVOKED, transaction.now());
                        transaction.replace(known, after);
                        return Outcome.done(after);
                    });
                }));
    }

    public Outcome<Actor> setRole(Caller caller, Actor actor, InstanceRole role) {
        var ask = ask(caller, Action.SET_INSTANCE_ROLES, new Target.OfActor(actor), role.name());
        return workspace.change(
                ask,
                transaction -> found(transaction, actor).then(before -> {
                    var free = role == InstanceRole.OWNER ? Outcome.done(before) : unlessLastOwner(transaction, before);
                    return free.then(known -> {
                        var after = known.with(role, transaction.now());
                        transaction.replace(known, after);
                        return Outcome.done(after);
                    });
                }));
    }

    Workspace.Ask ending(Caller caller, Actor actor, String how) {
        return ask(
                        caller,
                        managing(actor),
                        new Target.OfActor(actor),
                        how + actor.name().text())
                .holding(Scope.allShortLived().toArray(Scope[]::new));
    }

    private Workspace.Ask ask(Caller caller, Action action, Target target, String detail) {
        return new Workspace.Ask(caller, action, target, List.of(workspace.scope()), List.of(), detail);
    }

    private static Action managing(Actor actor) {
        return actor.name().kind() == Actor.Kind.API_KEY ? Action.MANAGE_API_KEYS : Action.MANAGE_AGENT;
    }

    static Issued issue(Transaction transaction, Actor actor, TokenKind kind, Until until) {
        var tokens = new Tokens(transaction.keys(), transaction.random());
        return issue(transaction, actor, kind, tokens.issue(kind), until);
    }

    /// @param shown what the actor shows from now on
    static Issued issue(Transaction transaction, Actor actor, TokenKind kind, Secret shown, Until until) {
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var token = new Token(
                transaction.random().id(),
                new Token.Subject.OfActor(actor.workspace(), actor.id()),
                kind,
                tokens.hash(shown),
                Tokens.hint(shown),
                until,
                Life.startedAt(transaction.stamp()));
        transaction.insert(token);
        return new Issued(actor, token, shown);
    }

    private static void endTokens(Transaction transaction, Actor actor) {
        transaction
                .workspace()
                .all(Token.class, token -> token.subjectId().equals(actor.id()))
                .forEach(transaction::remove);
        MintedSessions.endThoseOf(transaction, List.of(actor.id()));
    }

    /// The actor as it is now. An id of another kind of actor is none.
    static Outcome<Actor> found(Transaction transaction, Actor actor) {
        return transaction
                .workspace()
                .find(Actor.class, actor.id())
                .filter(known -> known.name().kind() == actor.name().kind())
                .<Outcome<Actor>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such user, agent or key."));
    }

    private static Outcome<Actor> notUser(Transaction transaction, Actor actor) {
        return found(transaction, actor)
                .then(known -> known.name().kind() == Actor.Kind.USER
                        ? Outcome.refused(NOT_FOUND, "No such agent or key.")
                        : Outcome.done(known));
    }

    /// The name, if no active actor has it.
    static Outcome<Actor.Name> free(Transaction transaction, Actor.Name name) {
        return transaction
                .workspace()
                .one(Actor.class, actor -> actor.life().active() && actor.name().equals(name))
                .<Outcome<Actor.Name>>map(_ -> Outcome.refused(CONFLICT, "\"" + name.text() + "\" exists already."))
                .orElseGet(() -> Outcome.done(name));
    }

    static Outcome<Actor> unlessLastOwner(Transaction transaction, Actor actor) {
        boolean last = actor.role() == InstanceRole.OWNER
                && transaction
                                .workspace()
                                .all(Actor.class, other -> other.active() && other.role() == InstanceRole.OWNER)
                                .size()
                        <= 1;
        return last
                ? Outcome.refused(LAST_OWNER, "This is the last owner: make somebody else owner first.")
                : Outcome.done(actor);
    }
}
