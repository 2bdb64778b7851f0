package agentvault.workspace;

import agentvault.access.ApiKey;
import agentvault.access.Login;
import agentvault.access.Token;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The tokens of one scope by their hashes, its logins by their tokens, and its API keys by their actors. It follows
/// the
/// scope's contents, at the price of what has changed in them.
final class TokenIndex {

    private final Map<Octets, Token> tokens = new ConcurrentHashMap<>();
    private final Map<Id, Login> logins = new ConcurrentHashMap<>();
    private final Map<Id, ApiKey> keys = new ConcurrentHashMap<>();
    private volatile Contents of;

    TokenIndex(Scope scope) {
        of = Contents.empty(scope);
    }

    Optional<Token> token(Octets hash) {
        return Optional.ofNullable(tokens.get(hash));
    }

    Optional<Login> login(Id token) {
        return Optional.ofNullable(logins.get(token));
    }

    Optional<ApiKey> key(Id actor) {
        return Optional.ofNullable(keys.get(actor));
    }

    /// The index of these contents, or of newer ones that somebody else has seen.
    TokenIndex at(Contents contents) {
        if (of != contents) follow(contents);
        return this;
    }

    private synchronized void follow(Contents contents) {
        if (of == contents || contents.counter() < of.counter()) return;
        // What took the place of something comes before that goes, so that whoever looks meanwhile finds one of them.
        contents.besides(of, this::put);
        of.besides(contents, this::remove);
        of = contents;
    }

    private void put(SealedRow row) {
        switch (row) {
            case Token token -> tokens.put(token.hash().value(), token);
            case Login login -> logins.put(login.token(), login);
            case ApiKey key -> keys.put(key.actor(), key);
            default -> {} // nothing that is looked for here
        }
    }

    private void remove(SealedRow row) {
        switch (row) {
            case Token token -> tokens.remove(token.hash().value(), token);
            case Login login -> logins.remove(login.token(), login);
            case ApiKey key -> keys.remove(key.actor(), key);
            default -> {} // nothing that is looked for here
        }
    }
}
