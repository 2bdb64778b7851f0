package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.ApiKey;
import agentvault.access.ExchangedToken;
import agentvault.access.KeyLimit;
import agentvault.access.Login;
import agentvault.access.Permissions.Target;
import agentvault.access.Rights;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The one place where a shown token becomes a caller: out of memory, without asking the database.
///
/// What this server changes itself is in memory at once. What other servers change gets there by [#confirm()], which
/// the server calls every second; when that has not worked for a while, nobody is let in on old knowledge.
public final class Authentication {

    /// How old what is in memory may be.
    public static final Duration CONFIRMED_FOR = Duration.ofSeconds(5);

    private static final Duration BETWEEN_USES = Duration.ofMinutes(1);

    private final Workspace workspace;
    private final Map<Scope, TokenIndex> indexes = new ConcurrentHashMap<>();
    private final Map<Id, Logins.Use> uses = new ConcurrentHashMap<>();
    private final Map<Id, Instant> keyUses = new ConcurrentHashMap<>();
    private volatile Instant confirmedAt = Instant.EPOCH;

    Authentication(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What a shown token is.
    public sealed interface Result {
        /// @param until when the token ends
        record Known(Caller caller, Actor actor, Until until) implements Result {}

        /// It was a token once, and its time is over: a year, a month without use, or what was asked for.
        record Expired() implements Result {}

        /// No token, a revoked one, one of somebody who is not active, or one that is good for something else.
        record Unknown() implements Result {}

        /// This server does not know whether what it knows still holds: `authority_stale`.
        record Stale() implements Result {}
    }

    /// A token that was shown once on a connection and is believed again at each request, without being kept.
    public record Pass(Token token, Face face) {}

    public Result of(Secret shown, Face face) {
        if (stale()) return new Result.Stale();
        return pass(shown, face).map(this::of).orElseGet(Result.Unknown::new);
    }

    /// The pass that a shown token is; empty if no such token is known. Whether it holds is asked with it.
    public Optional<Pass> pass(Secret shown, Face face) {
        return token(shown, places(shown)).map(token -> new Pass(token, face));
    }

    /// What a pass is at this moment.
    public Result of(Pass pass) {
        var now = workspace.clock().instant();
        if (stale(now)) return new Result.Stale();
        return index(pass.token().scope())
                .token(pass.token().hash().value())
                .filter(token -> token.id().equals(pass.token().id()))
                .map(token -> of(token, pass.face(), now))
                .orElseGet(Result.Unknown::new);
    }

    /// What a token is at this moment that was exchanged for an API key, and whose signature is ours. It holds no
    /// longer than what it was exchanged for, and one that has ended is as one that never was.
    public Result of(ExchangedToken shown, Face face) {
        var now = workspace.clock().instant();
        if (stale(now)) return new Result.Stale();
        boolean holds = shown.live(now)
                && workspace
                        .remembered(workspace.scope())
                        .find(Token.class, shown.shown())
                        .filter(token -> token.kind() == TokenKind.API_KEY
                                && token.live(now)
                                && token.subjectId().equals(shown.key()))
                        .isPresent();
        if (!holds) return new Result.Unknown();
        noteUse(shown.key(), now);
        return known(new Caller(shown.key(), Via.EXCHANGED, shown.shown(), face), Until.at(shown.endsAt()));
    }

    /// How many requests the caller may make, if it is an API key for which that was settled.
    public Optional<KeyLimit> limit(Caller caller) {
        return index(workspace.scope())
                .key(caller.actor())
                .flatMap(key -> key.terms().limit());
    }

    /// Whether everything is in memory that is needed to believe a pass, so that nobody waits for the database.
    public boolean ready(Pass pass) {
        return known(workspace.scope()) && known(pass.token().scope());
    }

    private boolean known(Scope scope) {
        return workspace.cache().known(scope).isPresent();
    }

    /// Whether what is in memory is too old to be believed. A clock that was set back makes it so, too.
    public boolean stale() {
        return stale(workspace.clock().instant());
    }

    /// Brings into memory what is needed to believe a token, if it is not there.
    public void prepare() {
        var _ = workspace.remembered(workspace.scope());
        for (var scope : Scope.allShortLived()) {
            var _ = workspace.remembered(scope);
        }
    }

    /// Asks the database what has changed since the last time. Throws [StoreUnavailable] if it does not answer.
    public void confirm() {
        var asked = workspace.clock().instant();
        workspace.refresh();
        confirmedAt = asked;
    }

    /// Tells somebody from now on of every scope that is another one than before: at once of what this server changes,
    /// and with [#confirm()] of what others do.
    public void tell(Consumer<Scope> ofChange) {
        workspace.cache().tell(ofChange);
    }

    /// What a caller may do in a vault, as far as memory goes; empty if the caller has ended since.
    public Optional<Rights> rights(Caller caller, Id vault) {
        return new Authority(workspace.installation(), workspace::remembered)
                .of(caller, new Target.OfVault(vault), workspace.clock().instant());
    }

    /// Hands out which logins were used since the last time, for [Logins#used].
    public List<Logins.Use> takeUses() {
        return List.copyOf(uses.keySet()).stream().map(uses::remove).toList();
    }

    /// Hands out when API keys were last used since the last time, for [ApiKeys#used].
    public Map<Id, Instant> takeKeyUses() {
        var taken = new HashMap<Id, Instant>();
        for (var key : List.copyOf(keyUses.keySet())) {
            Optional.ofNullable(keyUses.remove(key)).ifPresent(at -> taken.put(key, at));
        }
        return taken;
    }

    /// The key with its last use that is known here, which may not have been written down yet.
    ApiKey used(ApiKey key) {
        return Optional.ofNullable(keyUses.get(key.actor())).map(key::used).orElse(key);
    }

    private void noteUse(Id key, Instant now) {
        var known = index(workspace.scope()).key(key);
        boolean due = known.isPresent()
                && known.get()
                        .usedAt()
                        .map(at -> now.isAfter(at.plus(BETWEEN_USES)))
                        .orElse(true);
        if (due) keyUses.put(key, now);
    }

    /// The invite that a token stands for.
    Optional<Id> invite(Secret shown, TokenKind kind) {
        if (!Tokens.kinds(shown).contains(kind)) return Optional.empty();
        return token(shown, List.of(workspace.scope())).map(Token::subjectId);
    }

    private boolean stale(Instant now) {
        return Duration.between(confirmedAt, now).abs().compareTo(CONFIRMED_FOR) > 0;
    }

    private Result of(Token token, Face face, Instant now) {
        if (token.until().passed(now)) return new Result.Expired();
        if (!token.live(now)) return new Result.Unknown();
        return switch (token.subject()) {
            case Token.Subject.OfActor(var _, var actor) -> {
                var via = token.kind() == TokenKind.API_KEY ? Via.API_KEY : Via.AGENT_TOKEN;
                if (via == Via.API_KEY) noteUse(actor, now);
                yield known(new Caller(actor, via, token.id(), face), token.until());
            }
            case Token.Subject.OfSession(var session) ->
                workspace
                        .remembered(token.scope())
                        .find(Session.class, session)
                        .map(live -> of(live, face, now))
                        .orElseGet(Result.Unknown::new);
            case Token.Subject.OfLogin _ ->
                index(token.scope())
                        .login(token.id())
                        .map(login -> of(login, face, now))
                        .orElseGet(Result.Unknown::new);
            case Token.Subject.OfProposal _, Token.Subject.OfCredential _, Token.Subject.OfInvite _ ->
                new Result.Unknown();
        };
    }

    private Result of(Session session, Face face, Instant now) {
        if (session.until().passed(now)) return new Result.Expired();
        if (!session.live(now)) return new Result.Unknown();
        return known(new Caller(session.actor(), Via.SESSION, session.id(), face), session.until());
    }

    private Result of(Login login, Face face, Instant now) {
        if (!login.live(now)) return new Result.Expired();
        var result = known(new Caller(login.user(), Via.LOGIN, login.id(), face), login.ends());
        if (result instanceof Result.Known && now.isAfter(login.usedAt().plus(BETWEEN_USES))) {
            uses.put(login.id(), new Logins.Use(login.user(), login.id(), now));
        }
        return result;
    }

    private Result known(Caller caller, Until until) {
        return workspace
                .remembered(workspace.scope())
                .find(Actor.class, caller.actor())
                .filter(Actor::active)
                .<Result>map(actor -> new Result.Known(caller, actor, until))
                .orElseGet(Result.Unknown::new);
    }

    /// Where a token of this form would be, if it is one that makes a caller.
    private Collection<Scope> places(Secret shown) {
        var kinds = Tokens.kinds(shown);
        if (kinds.contains(TokenKind.LOGIN)) return Scope.allShortLived();
        boolean ofActor = kinds.contains(TokenKind.AGENT) || kinds.contains(TokenKind.API_KEY);
        return ofActor ? List.of(workspace.scope()) : List.of();
    }

    private Optional<Token> token(Secret shown, Collection<Scope> places) {
        if (places.isEmpty()) return Optional.empty();
        for (var hash : new Tokens(workspace.keys(), workspace.random()).hashes(shown)) {
            for (var place : places) {
                var token = index(place)
                        .token(hash.value())
                        .filter(one -> one.hash().equals(hash));
                if (token.isPresent()) return token;
            }
        }
        return Optional.empty();
    }

    private TokenIndex index(Scope scope) {
        return indexes.computeIfAbsent(scope, TokenIndex::new).at(workspace.remembered(scope));
    }
}
