package agentvault.store;

import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.crypto.Scope;
import java.util.Set;

final class TokenRows extends RowMap<Token> {

    TokenRows() {
        super("token", Token.class, Set.of(Scope.Kind.values()), "subject kind pepper hash hint expires_at", LIFE);
    }

    @Override
    void write(Token token, Values to) {
        to.id("subject", token.subjectId())
                .word("kind", token.kind())
                .number("pepper", token.hash().pepper())
                .octets("hash", token.hash().value())
                .text("hint", token.hint())
                .until(token.until())
                .life(token.life());
    }

    @Override
    Token read(Cells from) {
        return new Token(
                from.id("id"),
                subject(from),
                from.word("kind", TokenKind.class),
                new Token.Hash(from.integer("pepper"), from.octets("hash")),
                from.text("hint"),
                from.until(),
                from.life());
    }

    /// What a token stands for follows from its kind and from the scope that it lives in.
    private static Token.Subject subject(Cells from) {
        var subject = from.id("subject");
        var kind = from.word("kind", TokenKind.class);
        return switch (from.scope().kind()) {
            case WORKSPACE ->
                kind.invites()
                        ? new Token.Subject.OfInvite(from.id("scope_id"), subject)
                        : new Token.Subject.OfActor(from.id("scope_id"), subject);
            case VAULT ->
                kind == TokenKind.OAUTH_STATE
                        ? new Token.Subject.OfCredential(from.id("scope_id"), subject)
                        : new Token.Subject.OfProposal(from.id("scope_id"), subject);
            case SHORT_LIVED ->
                kind == TokenKind.LOGIN ? new Token.Subject.OfLogin(subject) : new Token.Subject.OfSession(subject);
        };
    }
}
