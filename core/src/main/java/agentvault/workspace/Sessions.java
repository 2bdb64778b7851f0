package agentvault.workspace;

import static agentvault.workspace.Problem.Code.FORBIDDEN;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Makes and ends sessions: rights to use an ordered list of vaults.
public final class Sessions {

    private static final Session.Egress EVERYTHING = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());
    private static final String TOO_WIDE = "It would let hosts through that what was shown does not let through.";

    private final Workspace workspace;

    Sessions(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A session and the token that it shows; the token is not kept anywhere.
    public record Issued(Session session, Token token, Secret shown) implements AutoCloseable {
        @Override
        public void close() {
            shown.close();
        }
    }

    /// Makes a session over vaults that the caller may all use. Each share is capped by the caller's own role there.
    public Outcome<Issued> create(
            Caller caller, List<Session.Share> wanted, Session.Egress egress, String label, Until until) {
        Id id = workspace.random().id();
        var ask = asking(caller, wanted.stream().findFirst().map(Session.Share::vault), id, label)
                .lookingAt(
                        wanted.stream().map(share -> Scope.vault(share.vault())).toList());
        return workspace.change(ask, transaction -> {
            Function<Scope, Contents> contents = transaction::contents;
            for (var share : wanted) {
                var each = asking(caller, Optional.of(share.vault()), id, label);
                var denied = workspace.<Issued>denied(each, contents);
                if (denied.isPresent()) return denied.get();
                if (Vaults.active(transaction, share.vault()) instanceof Outcome.Refused<?>(var problem)) {
                    return new Outcome.Refused<>(problem);
                }
            }
            if (!egress.within(widest(caller, contents))) return Outcome.refused(FORBIDDEN, TOO_WIDE);
            var session = new Session(
                    id,
                    caller.actor(),
                    capped(transaction, caller, wanted),
                    egress,
                    new Session.Origin(caller.face(), caller.shown(), label),
                    until,
                    Life.startedAt(transaction.stamp()));
            transaction.insert(session);
            return Outcome.done(issue(transaction, session));
        });
    }

    /// What an agent's token lets through by itself is settled by its vault, and what a session lets through was
    /// settled
    /// when it was made: neither makes a session that lets more through. People and API keys choose.
    private static Session.Egress widest(Caller caller, Function<Scope, Contents> contents) {
        return switch (caller.via()) {
            case LOGIN, API_KEY -> EVERYTHING;
            case AGENT_TOKEN, EXCHANGED -> Session.Egress.NONE;
            case SESSION ->
                contents.apply(Scope.shortLived(caller.shown()))
                        .find(Session.class, caller.shown())
                        .map(Session::egress)
                        .orElse(Session.Egress.NONE);
        };
    }

    /// Another token for a live session, in the place of the one before.
    public Outcome<Issued> renew(Caller caller, Id session) {
        return own(caller, session, List.of(Scope.shortLived(session)), "renew", (transaction, live) -> {
            MintedSessions.endTokens(transaction, live);
            return issue(transaction, live);
        });
    }

    /// Ends a session, with those that were made with it.
    public Outcome<Session> end(Caller caller, Id session) {
        var known = workspace.remembered(Scope.shortLived(session)).find(Session.class, session);
        if (known.isEmpty()) return none();
        return own(caller, session, MintedSessions.scopes(known.get()), "end", MintedSessions::endWithOthers);
    }

    /// A session in a vault's list, and who made it, as far as they are still there.
    public record Minted(Session session, Optional<Actor> by) {}

    /// The live sessions that may use a vault, the newest first.
    public Outcome<List<Minted>> in(Caller caller, Id vault) {
        var now = workspace.clock().instant();
        var ask = new Workspace.Ask(
                caller, Action.MINT_SESSIONS, new Target.OfVault(vault), List.of(), List.of(vault), "");
        return workspace.look(ask, view -> {
            var actors = view.contents().apply(workspace.scope());
            return Outcome.done(Scope.allShortLived().stream()
                    .flatMap(scope -> view.contents().apply(scope).all(Session.class).stream())
                    .filter(session -> session.live(now) && uses(session, vault))
                    .sorted(Comparator.comparing(
                                    (Session session) -> session.life().created())
                            .reversed())
                    .map(session -> new Minted(session, actors.find(Actor.class, session.actor())))
                    .toList());
        });
    }

    /// Ends a session that may use a vault, whoever made it.
    ///
    /// @param publicId see [Session#publicId()]
    public Outcome<Session> revoke(Caller caller, Id vault, String publicId) {
        return in(caller, vault)
                .then(all -> all.stream()
                        .map(Minted::session)
                        .filter(session -> session.publicId().equals(publicId))
                        .findFirst()
                        .map(session -> revoke(caller, vault, session))
                        .orElseGet(Sessions::none));
    }

    /// The caller's own live session of this name.
    ///
    /// @param publicId see [Session#publicId()]
    public Outcome<Session> own(Caller caller, String publicId) {
        var now = workspace.clock().instant();
        var ask =
                new Workspace.Ask(caller, Action.END_OWN_SESSIONS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(
                ask,
                view -> Scope.allShortLived().stream()
                        .flatMap(scope -> view
                                .contents()
                                .apply(scope)
                                .all(
                                        Session.class,
                                        session -> session.live(now)
                                                && session.actor().equals(caller.actor())
                                                && session.publicId().equals(publicId))
                                .stream())
                        .findFirst()
                        .<Outcome<Session>>map(Outcome::done)
                        .orElseGet(Sessions::none));
    }

    /// Says whether a session still lives, out of memory.
    public boolean live(Session session) {
        return workspace
                .remembered(session.scope())
                .find(Session.class, session.id())
                .filter(known -> known.live(workspace.clock().instant()))
                .isPresent();
    }

    /// Ends a session that nobody holds any more, whatever has become of whoever held it. Nothing happens to one that
    /// has ended.
    public void letGo(Session session) {
        var errand = new Workspace.Errand(
                session.actor(),
                Action.END_OWN_SESSIONS.name(),
                session.origin().face(),
                MintedSessions.scopes(session),
                List.of(),
                "let go " + session.publicId());
        var _ = workspace.<Session>changeFor(
                errand,
                transaction -> transaction
                        .contents(session.scope())
                        .find(Session.class, session.id())
                        .filter(live -> live.live(transaction.now()))
                        .map(live -> Outcome.done(MintedSessions.endWithOthers(transaction, live)))
                        .orElseGet(Sessions::none));
    }

    private Outcome<Session> revoke(Caller caller, Id vault, Session session) {
        var ask = new Workspace.Ask(
                caller,
                Action.MINT_SESSIONS,
                new Target.OfVault(vault),
                MintedSessions.scopes(session),
                List.of(session.id()),
                "revoke");
        return workspace.change(
                ask,
                transaction -> transaction
                        .contents(session.scope())
                        .find(Session.class, session.id())
                        .filter(live -> live.live(transaction.now()))
                        .map(live -> Outcome.done(MintedSessions.endWithOthers(transaction, live)))
                        .orElseGet(Sessions::none));
    }

    private static boolean uses(Session session, Id vault) {
        return session.shares().stream().anyMatch(share -> share.vault().equals(vault));
    }

    @FunctionalInterface
    private interface Work<T> {
        T on(Transaction transaction, Session live);
    }

    private <T> Outcome<T> own(Caller caller, Id session, Collection<Scope> scopes, String detail, Work<T> work) {
        var ask = new Workspace.Ask(
                caller, Action.END_OWN_SESSIONS, new Target.OfWorkspace(), scopes, List.of(session), detail);
        return workspace.change(
                ask,
                transaction -> transaction
                        .contents(Scope.shortLived(session))
                        .find(Session.class, session)
                        .filter(live ->
                                live.live(transaction.now()) && live.actor().equals(caller.actor()))
                        .<Outcome<T>>map(live -> Outcome.done(work.on(transaction, live)))
                        .orElseGet(Sessions::none));
    }

    private static <T> Outcome<T> none() {
        return Outcome.refused(NOT_FOUND, "No such session.");
    }

    private static Workspace.Ask asking(Caller caller, Optional<Id> vault, Id session, String label) {
        var action = vault.isPresent() ? Action.MINT_SESSIONS : Action.MINT_EMPTY_SESSIONS;
        Target target = vault.<Target>map(Target.OfVault::new).orElse(new Target.OfWorkspace());
        return new Workspace.Ask(caller, action, target, List.of(Scope.shortLived(session)), List.of(session), label);
    }

    private List<Session.Share> capped(Transaction transaction, Caller caller, List<Session.Share> wanted) {
        var authority = new Authority(workspace.installation(), transaction::contents);
        return wanted.stream()
                .map(share -> authority
                        .of(caller, new Target.OfVault(share.vault()), transaction.now())
                        .flatMap(rights -> rights.roleIn(share.vault()))
                        .map(role ->
                                new Session.Share(share.vault(), share.role().cappedBy(role)))
                        .orElseThrow())
                .toList();
    }

    static Issued issue(Transaction transaction, Session session) {
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var shown = tokens.issue(TokenKind.SESSION);
        var token = new Token(
                transaction.random().id(),
                new Token.Subject.OfSession(session.id()),
                TokenKind.SESSION,
                tokens.hash(shown),
                Tokens.hint(shown),
                session.until(),
                Life.startedAt(transaction.stamp()));
        transaction.insert(token);
        return new Issued(session, token, shown);
    }
}
