package agentvault.workspace;

import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.WRONG_LOGIN;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.Login;
import agentvault.access.PasswordHash;
import agentvault.access.Permissions.Target;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.vault.Life;
import agentvault.vault.Until;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Lets users in and out again.
public final class Logins {

    /// The one that was used least recently goes when there would be more.
    public static final int MOST = 50;

    private final Workspace workspace;

    Logins(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A login and the token that it shows. The token is not kept anywhere: whoever gets this hands it on and closes
    /// it.
    public record LoggedIn(Actor user, Login login, Secret shown) implements AutoCloseable {

        public Caller caller(Face face) {
            return new Caller(user.id(), Via.LOGIN, login.id(), face);
        }

        @Override
        public void close() {
            shown.close();
        }
    }

    /// Lets a user in. Who does not exist, shows another password or has not confirmed the address is refused alike,
    /// and after the same work.
    public Outcome<LoggedIn> open(EmailAddress address, Secret password, Login.Device device, Face face) {
        var known = workspace.lookByItself(view -> view.contents().apply(workspace.scope()));
        var user = Users.named(known, address);
        var actor = user.map(Actor::id).orElse(Entry.NONE);
        return switch (workspace.keptPasswords().matching(known, user, password)) {
            case Outcome.Refused<PasswordHash>(var problem) -> {
                if (problem.code() == WRONG_LOGIN) {
                    workspace.trail().append(new Entry.Refused(actor, "LOGIN", Entry.NONE, WRONG_LOGIN.name()));
                }
                yield new Outcome.Refused<>(problem);
            }
            case Outcome.Done<PasswordHash>(var fits) -> {
                var errand = new Workspace.Errand(
                        actor,
                        "LOGIN",
                        face,
                        List.of(Scope.shortLived(actor)),
                        List.of(workspace.scope()),
                        device.label());
                yield workspace.changeFor(
                        errand,
                        transaction -> stillFits(transaction, fits)
                                .then(active -> Outcome.done(insert(transaction, active, device))));
            }
        };
    }

    /// Ends the caller's own login. Sessions that were made with it go on.
    public Outcome<Login> end(Caller caller) {
        var ask = own(caller, List.of(Scope.shortLived(caller.actor())), "logout");
        return workspace.change(
                ask,
                transaction -> of(transaction, caller.actor()).stream()
                        .filter(login -> login.id().equals(caller.shown()))
                        .findFirst()
                        .map(login -> ended(transaction, login))
                        .orElseGet(Logins::none));
    }

    /// The caller's own logins, the one that was used last first.
    public Outcome<List<Login>> list(Caller caller) {
        var now = workspace.clock().instant();
        return workspace.look(
                own(caller, List.of(), ""),
                view -> Outcome.done(
                        of(view.contents().apply(Scope.shortLived(caller.actor())), caller.actor()).stream()
                                .filter(login -> login.live(now))
                                .sorted(Comparator.comparing(Login::usedAt).reversed())
                                .toList()));
    }

    /// The login that the caller came by, out of memory; none at the console, and none if it has ended since.
    public Optional<Login> current(Caller caller) {
        return workspace
                .remembered(Scope.shortLived(caller.actor()))
                .find(Login.class, caller.shown())
                .filter(login -> login.user().equals(caller.actor()));
    }

    /// Has the caller show their password again, for what takes more than an old login.
    public Outcome<Actor> prove(Caller caller, Secret password) {
        var known = workspace.remembered(workspace.scope());
        var user = known.find(Actor.class, caller.actor());
        return workspace.keptPasswords().matching(known, user, password).then(_ -> Outcome.done(user.orElseThrow()));
    }

    /// Ends one of the caller's logins and every session that was made with it.
    ///
    /// @param publicId see [Login#publicId()]
    public Outcome<Login> revoke(Caller caller, String publicId) {
        var ask = own(caller, Scope.allShortLived(), "revoke " + publicId);
        return workspace.change(
                ask,
                transaction -> of(transaction, caller.actor()).stream()
                        .filter(login -> login.publicId().equals(publicId))
                        .findFirst()
                        .map(login -> {
                            MintedSessions.endThoseOf(transaction, List.of(login.id()));
                            return ended(transaction, login);
                        })
                        .orElseGet(Logins::none));
    }

    /// That a login was used.
    public record Use(Id user, Id login, Instant at) {}

    /// Writes down when logins were last used; the server calls this by itself with what it has gathered.
    ///
    /// @param uses at most one for each login
    public Outcome<Integer> used(Collection<Use> uses) {
        if (uses.isEmpty()) return Outcome.done(0);
        var latest = uses.stream().collect(Collectors.toMap(Use::login, Use::at));
        var scopes = uses.stream()
                .map(use -> Scope.shortLived(use.user()))
                .distinct()
                .toList();
        return workspace.changeByItself("USE_LOGINS", scopes, "", transaction -> {
            var later = scopes.stream()
                    .flatMap(scope -> transaction.contents(scope).all(Login.class).stream())
                    .map(login -> Map.entry(login, login.used(latest.getOrDefault(login.id(), login.usedAt()))))
                    .filter(change -> !change.getKey().equals(change.getValue()))
                    .toList();
            later.forEach(change -> transaction.replace(change.getKey(), change.getValue()));
            return Outcome.done(later.size());
        });
    }

    static Workspace.Ask own(Caller caller, Collection<Scope> scopes, String detail) {
        return new Workspace.Ask(
                caller, Action.MANAGE_OWN_LOGIN, new Target.OfSelf(), scopes, List.of(caller.actor()), detail);
    }

    /// The user, if the password that was shown is still theirs.
    static Outcome<Actor> stillFits(Transaction transaction, PasswordHash fits) {
        return transaction
                .workspace()
                .find(PasswordHash.class, fits.id())
                .filter(fits::equals)
                .flatMap(_ -> transaction.workspace().find(Actor.class, fits.user()))
                .filter(Actor::active)
                .<Outcome<Actor>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(WRONG_LOGIN, "Invalid email or password."));
    }

    /// A new login, in a transaction that holds where the user's logins are.
    static LoggedIn insert(Transaction transaction, Actor user, Login.Device device) {
        of(transaction, user.id()).stream()
                .sorted(Comparator.comparing(Login::usedAt).reversed())
                .skip(MOST - 1L)
                .forEach(login -> ended(transaction, login));
        return fresh(transaction, user, device);
    }

    /// A new login in the place of all others, which end with the sessions that were made with them. The transaction
    /// holds all sets of short-lived rows.
    static LoggedIn insertAlone(Transaction transaction, Actor user, Login.Device device) {
        endAll(transaction, user.id(), List.of());
        return fresh(transaction, user, device);
    }

    /// @param others what ends beside the logins, and takes its sessions along
    static void endAll(Transaction transaction, Id user, List<Id> others) {
        var logins = of(transaction, user);
        var ending = Stream.concat(logins.stream().map(Login::id), others.stream());
        MintedSessions.endThoseOf(transaction, ending.toList());
        logins.forEach(login -> ended(transaction, login));
    }

    private static LoggedIn fresh(Transaction transaction, Actor user, Login.Device device) {
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var shown = tokens.issue(TokenKind.LOGIN);
        var created = Life.startedAt(transaction.stamp());
        var until = Until.at(transaction.now().plus(Login.LIFE));
        var token = new Token(
                transaction.random().id(),
                new Token.Subject.OfLogin(user.id()),
                TokenKind.LOGIN,
                tokens.hash(shown),
                Tokens.hint(shown),
                until,
                created);
        var login = new Login(
                transaction.random().id(), user.id(), token.id(), device, transaction.now(), until, created.created());
        transaction.insert(token);
        transaction.insert(login);
        return new LoggedIn(user, login, shown);
    }

    private static Outcome<Login> ended(Transaction transaction, Login login) {
        transaction.contents(login.scope()).find(Token.class, login.token()).ifPresent(transaction::remove);
        transaction.remove(login);
        return Outcome.done(login);
    }

    static List<Login> of(Transaction transaction, Id user) {
        return of(transaction.contents(Scope.shortLived(user)), user);
    }

    private static List<Login> of(Contents contents, Id user) {
        return contents.all(Login.class, login -> login.user().equals(user));
    }

    private static <T> Outcome<T> none() {
        return Outcome.refused(NOT_FOUND, "No such login.");
    }
}
