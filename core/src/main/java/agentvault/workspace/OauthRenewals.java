package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Grant;
import agentvault.vault.OauthConnection.Standing;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Renews access tokens. Whoever renews a credential holds its lease, which is a row in the database: there is one
/// renewal at a time on all servers together, and what it brings is stored before anybody uses it.
public final class OauthRenewals {

    /// Longer than a token server may take to answer.
    private static final Duration LEASE = Duration.ofSeconds(30);

    private static final String NOTHING_TO_SHOW = "no_refresh_token";

    private final Workspace workspace;
    private final TokenServer server;

    public OauthRenewals(Workspace workspace, TokenServer server) {
        this.workspace = workspace;
        this.server = server;
    }

    /// Which version of a credential was of no use, or will soon be.
    public record Stale(Id vault, Id credential, int version, Reason reason) {}

    public enum Reason {
        /// It ends soon.
        AHEAD,
        /// It has ended.
        OVER,
        /// The service that it was sent to refused it.
        REFUSED
    }

    /// What came of one try.
    public sealed interface Attempt {
        /// There is another version, from this try or from somebody else's.
        record Renewed() implements Attempt {}

        /// What there is has to do.
        record NotNeeded() implements Attempt {}

        /// Somebody else is at it.
        record Busy() implements Attempt {}

        /// @param reconnect whether it takes a person
        record Failed(String code, boolean reconnect) implements Attempt {}
    }

    /// What should be renewed now, among the vaults that are in use.
    public List<Stale> due() {
        var now = workspace.clock().instant();
        return workspace.rememberedVaults().stream()
                .flatMap(vault -> vault.all(Credential.class).stream())
                .filter(credential -> credential.life().active() && !leased(credential, now))
                .flatMap(credential -> stale(credential, Reason.AHEAD).stream())
                .toList();
    }

    private static boolean leased(Credential credential, Instant now) {
        return credential.type() instanceof Credential.Type.Oauth(var _, var connection) && connection.leasedAt(now);
    }

    /// This version of a credential, if it is to be renewed for this reason.
    public Optional<Stale> stale(Credential credential, Reason reason) {
        var now = workspace.clock().instant();
        if (!(credential.type() instanceof Credential.Type.Oauth(var settings, var connection)))
            return Optional.empty();
        boolean stale = switch (reason) {
            case AHEAD -> connection.due(settings, now);
            case OVER -> connection.over(settings, now);
            case REFUSED -> renewable(credential, connection) && connection.forcible(now);
        };
        return stale
                ? Optional.of(new Stale(
                        credential.vault(),
                        credential.id(),
                        credential.material().version(),
                        reason))
                : Optional.empty();
    }

    /// One try, with all that it takes. It asks the network.
    public Attempt attempt(Stale stale) {
        var seen = workspace.lookByItself(view -> standing(
                view.contents().apply(Scope.vault(stale.vault())),
                stale,
                workspace.clock().instant()));
        if (!(seen instanceof Seen.Wanted)) return told(seen);
        var taken = workspace.changeByItself(
                "RENEW_CREDENTIAL",
                scopes(stale.vault()),
                stale.credential().toString(),
                transaction -> Outcome.done(take(transaction, stale)));
        if (!(taken instanceof Outcome.Done<Taken>(var done))) return new Attempt.NotNeeded();
        return switch (done) {
            case Taken.Not(var why) -> told(why);
            case Taken.Lease lease -> renew(lease);
        };
    }

    /// How a credential looks to whoever wants it renewed.
    private sealed interface Seen {
        record Wanted(Credential credential, OauthConnection connection) implements Seen {}

        record Otherwise(Attempt attempt) implements Seen {}
    }

    private sealed interface Taken {
        record Lease(Credential credential, TokenServer.Request request) implements Taken {}

        record Not(Seen why) implements Taken {}
    }

    private static Attempt told(Seen seen) {
        return switch (seen) {
            case Seen.Otherwise(var attempt) -> attempt;
            case Seen.Wanted _ -> new Attempt.Busy();
        };
    }

    private static Seen standing(Contents vault, Stale stale, Instant now) {
        var found = vault.find(Credential.class, stale.credential())
                .filter(credential -> credential.life().active());
        if (found.isEmpty() || !(found.get().type() instanceof Credential.Type.Oauth(var settings, var connection)))
            return new Seen.Otherwise(new Attempt.NotNeeded());
        if (found.get().material().version() != stale.version()) return new Seen.Otherwise(new Attempt.Renewed());
        if (connection.leasedAt(now)) return new Seen.Otherwise(new Attempt.Busy());
        boolean needed = switch (stale.reason()) {
            case AHEAD -> connection.due(settings, now);
            case OVER -> connection.over(settings, now);
            case REFUSED -> connection.forcible(now);
        };
        if (!needed) return new Seen.Otherwise(new Attempt.NotNeeded());
        if (connection.mayTry(now)) return new Seen.Wanted(found.get(), connection);
        return new Seen.Otherwise(failed(connection));
    }

    private static Attempt failed(OauthConnection connection) {
        return switch (connection.standing()) {
            case Standing.Failing(var _, var _, var code, var _) -> new Attempt.Failed(code, false);
            case Standing.ReconnectRequired(var _, var code) -> new Attempt.Failed(code, true);
            case Standing.Unconnected(), Standing.Connected _ -> new Attempt.NotNeeded();
        };
    }

    private static Taken take(Transaction transaction, Stale stale) {
        var seen = standing(transaction.contents(Scope.vault(stale.vault())), stale, transaction.now());
        if (!(seen instanceof Seen.Wanted(var credential, var connection))) return new Taken.Not(seen);
        if (!renewable(credential, connection)) {
            boolean used = stale.reason() != Reason.AHEAD;
            if (used) refuse(transaction, credential, NOTHING_TO_SHOW);
            var attempt = used ? new Attempt.Failed(NOTHING_TO_SHOW, true) : new Attempt.NotNeeded();
            return new Taken.Not(new Seen.Otherwise(attempt));
        }
        return lease(transaction, credential);
    }

    static boolean renewable(Credential credential, OauthConnection connection) {
        return connection.grant() == Grant.CLIENT_CREDENTIALS
                || (credential.material() instanceof Material.Held held
                        && held.parts().containsKey(Material.Part.REFRESH_TOKEN));
    }

    private static Taken.Lease lease(Transaction transaction, Credential credential) {
        var oauth = OauthParts.oauth(credential);
        var until = transaction.now().plus(LEASE);
        var leased = write(transaction, credential, oauth.connection().leased(until));
        try (var parts = OauthParts.of(transaction, credential)) {
            return new Taken.Lease(leased, new TokenServer.Request(oauth.settings(), grant(oauth), parts.shown()));
        }
    }

    private static TokenServer.Grant grant(Credential.Type.Oauth oauth) {
        return switch (oauth.connection().grant()) {
            case AUTHORIZATION_CODE -> new TokenServer.Grant.Refresh();
            case CLIENT_CREDENTIALS -> new TokenServer.Grant.ClientCredentials();
        };
    }

    private static Credential write(Transaction transaction, Credential credential, OauthConnection next) {
        var type = new Credential.Type.Oauth(OauthParts.oauth(credential).settings(), next);
        var after = credential.with(type, credential.material(), transaction.now());
        transaction.replace(credential, after);
        return after;
    }

    private Attempt renew(Taken.Lease lease) {
        try {
            var answer = server.ask(lease.request());
            return settle(lease.credential(), answer);
        } finally {
            lease.request().held().values().forEach(Secret::close);
        }
    }

    /// Writes down what came of it, unless that counts no more.
    private Attempt settle(Credential leased, TokenServer.Answer answer) {
        var outcome = workspace.changeByItself(
                detail(answer),
                scopes(leased.vault()),
                leased.id().toString(),
                transaction -> stillWanted(transaction, leased, answer)
                        .<Outcome<Attempt>>map(known -> Outcome.done(settled(transaction, known, answer)))
                        .orElseGet(() -> Outcome.refused(Problem.Code.STALE, "Somebody else renewed it.")));
        close(answer);
        return switch (outcome) {
            case Outcome.Done<Attempt>(var attempt) -> attempt;
            case Outcome.Refused<Attempt> _ -> new Attempt.Busy();
        };
    }

    private static String detail(TokenServer.Answer answer) {
        return switch (answer) {
            case TokenServer.Answer.Granted _ -> "STORE_RENEWED";
            case TokenServer.Answer.Refused _ -> "RECONNECT_REQUIRED";
            case TokenServer.Answer.Failed _ -> "RENEWAL_FAILED";
        };
    }

    private static Optional<Credential> stillWanted(
            Transaction transaction, Credential leased, TokenServer.Answer answer) {
        return transaction
                .contents(Scope.vault(leased.vault()))
                .find(Credential.class, leased.id())
                .filter(known -> known.life().active()
                        && known.material().version() == leased.material().version()
                        && (known.type().equals(leased.type())
                                || (answer instanceof TokenServer.Answer.Granted && sameTokens(known, leased))));
    }

    /// Whether no more than the lease, or what is said beside the tokens, has changed. New tokens are kept then: those
    /// before them may be good for nothing any more.
    private static boolean sameTokens(Credential known, Credential leased) {
        return known.type() instanceof Credential.Type.Oauth(var settings, var connection)
                && settings.alike(OauthParts.oauth(leased).settings())
                && !(connection.standing() instanceof Standing.Unconnected);
    }

    private static Attempt settled(Transaction transaction, Credential credential, TokenServer.Answer answer) {
        var connection = OauthParts.oauth(credential).connection();
        return switch (answer) {
            case TokenServer.Answer.Granted granted -> {
                OauthParts.granted(transaction, credential, granted, false);
                yield new Attempt.Renewed();
            }
            case TokenServer.Answer.Refused(var code, var _) -> {
                refuse(transaction, credential, code);
                yield new Attempt.Failed(code, true);
            }
            case TokenServer.Answer.Failed(var code, var _) -> {
                write(transaction, credential, connection.failed(code, transaction.now()));
                yield new Attempt.Failed(code, false);
            }
        };
    }

    private static void refuse(Transaction transaction, Credential credential, String code) {
        var connection = OauthParts.oauth(credential).connection();
        write(transaction, credential, connection.as(new Standing.ReconnectRequired(transaction.now(), code)));
        Announce.reconnectRequired(transaction, credential, code);
    }

    private static List<Scope> scopes(Id vault) {
        return List.of(Scope.vault(vault), Announce.scope(vault));
    }

    static void close(TokenServer.Answer answer) {
        if (answer instanceof TokenServer.Answer.Granted(var tokens, var _))
            tokens.values().forEach(Secret::close);
    }
}
