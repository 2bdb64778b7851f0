package agentvault.workspace;

import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import java.util.Collection;

/// Ends sessions, and those that were made with something that ends.
final class MintedSessions {

    private MintedSessions() {}

    /// Ends what was made with these tokens or logins, or by these actors, in a transaction that holds all sets of
    /// short-lived rows.
    static void endThoseOf(Transaction transaction, Collection<Id> ending) {
        for (var scope : Scope.allShortLived()) {
            transaction
                    .contents(scope)
                    .all(
                            Session.class,
                            session -> session.live(transaction.now())
                                    && (ending.contains(session.origin().mintedBy())
                                            || ending.contains(session.actor())))
                    .forEach(session -> end(transaction, session));
        }
    }

    static Session end(Transaction transaction, Session session) {
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
