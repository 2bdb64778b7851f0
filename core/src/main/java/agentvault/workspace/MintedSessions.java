package agentvault.workspace;

import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/// Ends sessions, and those that were made with something that ends.
final class MintedSessions {

    private MintedSessions() {}

    /// What a transaction holds that ends a session: a session by which others can be made has its own anywhere.
    static Collection<Scope> scopes(Session session) {
        boolean mints = session.shares().stream().anyMatch(share -> share.role().atLeast(VaultRole.MEMBER));
        return mints ? Scope.allShortLived() : List.of(session.scope());
    }

    /// Ends a session and all that were made with it, in a transaction that holds its [#scopes].
    static Session endWithOthers(Transaction transaction, Session session) {
        if (scopes(session).size() > 1) endThoseOf(transaction, List.of(session.id()));
        return end(transaction, session);
    }

    /// Ends what was made with these tokens, logins or sessions, or by these actors, and what was made with that, in a
    /// transaction that holds all sets of short-lived rows.
    static void endThoseOf(Transaction transaction, Collection<Id> ending) {
        var ended = new HashSet<>(ending);
        var live = Scope.allShortLived().stream()
                .flatMap(scope ->
                        transaction.contents(scope).all(Session.class, one -> one.live(transaction.now())).stream())
                .toList();
        boolean more = true;
        while (more) {
            var next = live.stream()
                    .filter(session -> !ended.contains(session.id()))
                    .filter(session -> ended.contains(session.origin().mintedBy()) || ended.contains(session.actor()))
                    .toList();
            next.forEach(session -> ended.add(end(transaction, session).id()));
            more = !next.isEmpty();
        }
    }

    private static Session end(Transaction transaction, Session session) {
        endTokens(transaction, session);
        var ended = session.ended(transaction.now());
        transaction.replace(session, ended);
        return ended;
    }

    static void endTokens(Transaction transaction, Session session) {
        transaction
                .contents(session.scope())
                .all(Token.class, token -> token.subject().equals(new Token.Subject.OfSession(session.id())))
                .forEach(transaction::remove);
    }
}
