package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ARCHIVED;
import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.OAUTH_FAILED;
import static agentvault.workspace.Problem.Code.STALE;
import static agentvault.workspace.Problem.Code.WRONG_CODE;

import agentvault.access.Action;
import agentvault.access.ProofKey;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.access.Via;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Material;
import agentvault.vault.OauthConnection;
import agentvault.vault.OauthConnection.Standing;
import agentvault.vault.OauthSettings;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Connects OAuth credentials: through a browser, with tokens that somebody has, or for the client itself.
public final class OauthConnections {

    private static final Duration STATE_LIFE = Duration.ofMinutes(10);
    private static final byte[] PROOF = "pkce".getBytes(StandardCharsets.US_ASCII);

    private final Workspace workspace;
    private final TokenServer server;

    public OauthConnections(Workspace workspace, TokenServer server) {
        this.workspace = workspace;
        this.server = server;
    }

    /// What a credential is to be connected to.
    public record Wanted(CredentialKey key, OauthSettings settings, OauthConnection connection) {}

    /// What goes along with a browser that is sent to the authorization endpoint.
    ///
    /// @param state whoever gets it shows and closes it
    public record Begun(Wanted wanted, Secret state, String challenge) {}

    /// Says whether somebody may connect credentials of a vault, before anybody elsewhere is asked for it.
    public Outcome<Vault> ready(Caller caller, Id vault) {
        return workspace.look(
                Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, "connect"),
                view -> view.contents()
                        .apply(Scope.vault(vault))
                        .find(Vault.class, vault)
                        .filter(known -> known.life().active())
                        .<Outcome<Vault>>map(Outcome::done)
                        .orElseGet(() -> Outcome.refused(ARCHIVED, "This vault is archived.")));
    }

    /// Sends somebody to agree. Settings and client secret are stored now, tokens when the browser is back.
    public Outcome<Begun> begin(Caller caller, Id vault, Wanted wanted, Map<Material.Part, Secret> secrets) {
        return change(
                caller,
                vault,
                "connect " + wanted.key(),
                transaction -> settle(transaction, caller, vault, wanted, secrets)
                        .then(credential -> Outcome.done(state(transaction, caller, credential, wanted))));
    }

    /// What a browser came back with.
    ///
    /// @param issuer who says it is; empty if nobody said
    public record Back(Secret state, Secret code, String issuer, String redirect) {}

    /// Exchanges what the browser came back with for tokens. It must be the same login that sent the browser, and a
    /// state is good for one try.
    public Outcome<Credential> complete(Caller caller, Back back) {
        var place = place(caller, back.state());
        if (place.isEmpty() || place.get().scope().kind() != Scope.Kind.VAULT) return unknownState();
        var vault = place.get().scope().id();
        var begun = change(
                caller,
                vault,
                "callback",
                transaction -> spend(transaction, vault, place.get().token(), back));
        return begun.then(pending -> exchange(caller, pending, "connected"));
    }

    /// The key that sent a browser, if it was one: whoever comes back then has no login to show. What the key may do is
    /// looked up as always.
    public Optional<Caller> begunByKey(Secret state) {
        return workspace.remembered(workspace.scope()).all(Token.class).stream()
                .filter(token -> token.kind() == TokenKind.API_KEY
                        && token.live(workspace.clock().instant()))
                .map(token -> new Caller(token.subjectId(), Via.API_KEY, token.id(), Face.QODER))
                .filter(caller -> place(caller, state).isPresent())
                .findFirst();
    }

    /// Takes tokens that somebody already has. A refresh token is tried at once.
    ///
    /// @param secrets an access token, a refresh token, or both; and the client's secret if it has one
    public Outcome<Credential> paste(Caller caller, Id vault, Wanted wanted, Map<Material.Part, Secret> secrets) {
        boolean renewable = secrets.containsKey(Material.Part.REFRESH_TOKEN);
        if (!renewable && !secrets.containsKey(Material.Part.VALUE))
            return Outcome.refused(INVALID, "Give an access token, a refresh token, or both.");
        if (renewable && wanted.settings().tokenEndpoint().isEmpty())
            return Outcome.refused(INVALID, "A refresh token is of use only with a token_url.");
        var pasted = change(
                caller,
                vault,
                "paste " + wanted.key(),
                transaction -> settle(transaction, caller, vault, wanted, secrets)
                        .then(credential -> {
                            var oauth = OauthParts.oauth(credential);
                            var now = transaction.now();
                            var type = new Credential.Type.Oauth(
                                    oauth.settings().ending(renewable ? Until.at(now) : Until.forever()),
                                    oauth.connection().as(new Standing.Connected(now, now.minus(STATE_LIFE))));
                            var connected = credential.with(type, credential.material(), now);
                            transaction.replace(credential, connected);
                            return Outcome.done(connected);
                        }));
        return renewable ? pasted.then(this::tried) : pasted;
    }

    private Outcome<Credential> tried(Credential credential) {
        var stale = new OauthRenewals.Stale(
                credential.vault(), credential.id(), credential.material().version(), OauthRenewals.Reason.OVER);
        return switch (new OauthRenewals(workspace, server).attempt(stale)) {
            case OauthRenewals.Attempt.Renewed _, OauthRenewals.Attempt.NotNeeded _, OauthRenewals.Attempt.Busy _ ->
                Outcome.done(newest(credential));
            case OauthRenewals.Attempt.Failed(var code, var _) ->
                Outcome.refused(OAUTH_FAILED, "Refresh token validation failed: " + code + ".");
        };
    }

    private Credential newest(Credential credential) {
        return workspace
                .lookByItself(view -> view.contents().apply(Scope.vault(credential.vault())))
                .find(Credential.class, credential.id())
                .orElse(credential);
    }

    /// Has the client ask for itself: nobody has to agree.
    public Outcome<Credential> connectClient(
            Caller caller, Id vault, Wanted wanted, Map<Material.Part, Secret> secrets) {
        return change(
                        caller,
                        vault,
                        "connect " + wanted.key(),
                        transaction -> settle(transaction, caller, vault, wanted, secrets)
                                .then(credential -> Outcome.done(
                                        pending(transaction, credential, new TokenServer.Grant.ClientCredentials()))))
                .then(pending -> exchange(caller, pending, "connected"));
    }

    /// Forgets the tokens of a credential. Its settings and the client's secret stay.
    public Outcome<Credential> disconnect(Caller caller, Id vault, CredentialKey key) {
        return change(caller, vault, "disconnect " + key, transaction -> {
            var known = new VaultEdit(transaction, vault).credential(key);
            if (known.isEmpty() || !(known.get().type() instanceof Credential.Type.Oauth(var settings, var connection)))
                return Outcome.refused(NOT_FOUND, "There is no OAuth credential \"" + key + "\".");
            var type = new Credential.Type.Oauth(
                    settings.ending(Until.forever()), connection.as(new Standing.Unconnected()));
            try (var parts = OauthParts.of(transaction, known.get())
                    .without(Material.Part.VALUE)
                    .without(Material.Part.REFRESH_TOKEN)) {
                var material = new Material.Destroyed(known.get().material().version());
                return Outcome.done(
                        OauthParts.put(transaction, known.get().with(type, material, transaction.now()), parts));
            }
        });
    }

    private <T> Outcome<T> change(Caller caller, Id vault, String detail, Function<Transaction, Outcome<T>> work) {
        return workspace.change(
                Workspace.Ask.inVault(caller, Action.WRITE_CREDENTIALS, vault, detail),
                transaction -> Vaults.active(transaction, vault).then(_ -> work.apply(transaction)));
    }

    /// Stores settings and secrets. What was given for another token endpoint, or to another client, is destroyed: who
    /// may change the settings must not have it sent elsewhere.
    private static Outcome<Credential> settle(
            Transaction transaction, Caller caller, Id vault, Wanted wanted, Map<Material.Part, Secret> secrets) {
        var known = new VaultEdit(transaction, vault).credential(wanted.key());
        if (known.isPresent() && known.get().type() instanceof Credential.Type.Static)
            return Outcome.refused(
                    CONFLICT, wanted.key() + " holds a value that was set: delete it, or choose another key.");
        var credential = known.orElseGet(
                () -> Credentials.fresh(transaction, vault, wanted.key(), Credential.Reading.NEVER, caller.face()));
        boolean alike =
                known.isPresent() && OauthParts.oauth(credential).settings().alike(wanted.settings());
        if (alike && secrets.isEmpty()) return Outcome.done(relabelled(transaction, credential, wanted));
        try (var parts = OauthParts.of(transaction, credential)) {
            if (!alike) for (var part : Material.Part.values()) parts.without(part);
            parts.with(secrets);
            var type = alike
                    ? keeping(credential, wanted)
                    : new Credential.Type.Oauth(wanted.settings(), wanted.connection());
            var material = new Material.Destroyed(credential.material().version());
            return Outcome.done(OauthParts.put(transaction, credential.with(type, material, transaction.now()), parts));
        }
    }

    private static Credential relabelled(Transaction transaction, Credential credential, Wanted wanted) {
        var next = credential.with(keeping(credential, wanted), credential.material(), transaction.now());
        transaction.replace(credential, next);
        return next;
    }

    /// Other settings beside the tokens that are there.
    private static Credential.Type keeping(Credential credential, Wanted wanted) {
        var now = OauthParts.oauth(credential);
        return new Credential.Type.Oauth(
                wanted.settings().ending(now.settings().expires()),
                wanted.connection().as(now.connection().standing()));
    }

    private static Begun state(Transaction transaction, Caller caller, Credential credential, Wanted wanted) {
        transaction.contents(Scope.vault(credential.vault())).all(Token.class).stream()
                .filter(token -> token.kind() == TokenKind.OAUTH_STATE)
                .filter(token -> token.subjectId().equals(credential.id()) || !token.live(transaction.now()))
                .forEach(transaction::remove);
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var state = tokens.issue(TokenKind.OAUTH_STATE);
        try (var bound = Tokens.bound(state, caller.shown().bytes());
                var proof = Tokens.bound(state, PROOF)) {
            transaction.insert(new Token(
                    transaction.random().id(),
                    new Token.Subject.OfCredential(credential.vault(), credential.id()),
                    TokenKind.OAUTH_STATE,
                    tokens.hash(bound),
                    Tokens.hint(state),
                    Until.at(transaction.now().plus(STATE_LIFE)),
                    Life.startedAt(transaction.stamp())));
            return new Begun(wanted, state, ProofKey.challenge(tokens.hash(proof)));
        }
    }

    /// Found by the state and the login together.
    private Optional<Store.TokenPlace> place(Caller caller, Secret state) {
        if (!Tokens.kinds(state).contains(TokenKind.OAUTH_STATE)) return Optional.empty();
        try (var bound = Tokens.bound(state, caller.shown().bytes())) {
            var hashes = new Tokens(workspace.keys(), workspace.random()).hashes(bound);
            return workspace.lookByItself(view -> hashes.stream()
                    .flatMap(hash -> view.reading().token(hash.value()).stream())
                    .findFirst());
        }
    }

    private static <T> Outcome<T> unknownState() {
        return Outcome.refused(
                WRONG_CODE, "This answer belongs to no connection that was begun with this login: begin again.");
    }

    /// A credential as it was when it was asked for, and what its token endpoint is asked.
    private record Pending(Credential credential, TokenServer.Request request, Optional<TokenServer.Grant.Code> code)
            implements AutoCloseable {
        @Override
        public void close() {
            request.held().values().forEach(Secret::close);
            code.ifPresent(grant -> grant.verifier().close());
        }
    }

    private static Outcome<Pending> spend(Transaction transaction, Id in, Id state, Back back) {
        var vault = transaction.contents(Scope.vault(in));
        var token = vault.find(Token.class, state)
                .filter(known -> known.kind() == TokenKind.OAUTH_STATE && known.live(transaction.now()));
        if (token.isEmpty()) return unknownState();
        transaction.remove(token.get());
        var credential = vault.find(Credential.class, token.get().subjectId())
                .filter(known -> known.life().active() && known.type() instanceof Credential.Type.Oauth);
        if (credential.isEmpty()) return Outcome.refused(NOT_FOUND, "This credential was deleted meanwhile.");
        var expected = OauthParts.oauth(credential.get()).connection().issuer();
        if (!back.issuer().isEmpty() && !expected.isEmpty() && !back.issuer().equals(expected))
            return Outcome.refused(WRONG_CODE, "Another issuer answered than the one that was asked: begin again.");
        try (var proof = Tokens.bound(back.state(), PROOF)) {
            var tokens = new Tokens(transaction.keys(), transaction.random());
            var hash = tokens.hash(proof, token.get().hash().pepper()).orElseThrow();
            var grant = new TokenServer.Grant.Code(back.code(), ProofKey.verifier(hash), back.redirect());
            return Outcome.done(pending(transaction, credential.get(), grant));
        }
    }

    private static Pending pending(Transaction transaction, Credential credential, TokenServer.Grant grant) {
        try (var parts = OauthParts.of(transaction, credential)) {
            var settings = OauthParts.oauth(credential).settings();
            var code = grant instanceof TokenServer.Grant.Code found
                    ? Optional.of(found)
                    : Optional.<TokenServer.Grant.Code>empty();
            return new Pending(credential, new TokenServer.Request(settings, grant, parts.shown()), code);
        }
    }

    private Outcome<Credential> exchange(Caller caller, Pending pending, String how) {
        try (pending) {
            var answer = server.ask(pending.request());
            try {
                return switch (answer) {
                    case TokenServer.Answer.Granted granted -> store(caller, pending.credential(), granted, how);
                    case TokenServer.Answer.Refused(var code, var _) -> failed(code);
                    case TokenServer.Answer.Failed(var code, var _) -> failed(code);
                };
            } finally {
                OauthRenewals.close(answer);
            }
        }
    }

    private static Outcome<Credential> failed(String code) {
        return Outcome.refused(OAUTH_FAILED, "The token endpoint gave no tokens: " + code + ".");
    }

    private Outcome<Credential> store(Caller caller, Credential asked, TokenServer.Answer.Granted granted, String how) {
        return change(
                caller,
                asked.vault(),
                how + " " + asked.key(),
                transaction -> transaction
                        .contents(Scope.vault(asked.vault()))
                        .find(Credential.class, asked.id())
                        .filter(known -> known.life().active()
                                && known.type() instanceof Credential.Type.Oauth(var settings, var _)
                                && settings.alike(OauthParts.oauth(asked).settings()))
                        .<Outcome<Credential>>map(
                                known -> Outcome.done(OauthParts.granted(transaction, known, granted, true)))
                        .orElseGet(() -> Outcome.refused(STALE, asked.key() + " was changed meanwhile.")));
    }
}
