package agentvault.access;

import agentvault.crypto.FreeText;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Until;
import java.time.Instant;

/// What is kept of a token: its keyed hash, what it stands for and how long. The token itself is shown once and never
/// stored.
public record Token(Id id, Subject subject, TokenKind kind, Hash hash, String hint, Until until, Life life)
        implements SealedRow {

    /// Whom or what a token stands for.
    public sealed interface Subject {
        record OfActor(Id workspace, Id actor) implements Subject {}

        record OfSession(Id session) implements Subject {}

        record OfProposal(Id vault, Id proposal) implements Subject {}

        /// A credential that somebody is about to connect.
        record OfCredential(Id vault, Id credential) implements Subject {}

        /// One of a user's logins; it is found by the token.
        record OfLogin(Id user) implements Subject {}

        record OfInvite(Id workspace, Id invite) implements Subject {}
    }

    /// @param pepper the version of the key under which the token was hashed
    public record Hash(int pepper, Octets value) {}

    public Token {
        FreeText.checked("a token's hint", hint);
        if ((kind == TokenKind.LOGIN) != (subject instanceof Subject.OfLogin)
                || kind.invites() != (subject instanceof Subject.OfInvite)
                || (kind == TokenKind.OAUTH_STATE) != (subject instanceof Subject.OfCredential)) {
            throw new IllegalArgumentException("a " + kind + " token does not stand for this");
        }
    }

    public boolean live(Instant now) {
        return life.active() && !until.passed(now);
    }

    public Token revoked(Instant now) {
        return new Token(id, subject, kind, hash, hint, until, life.archived(now));
    }

    @Override
    public Scope scope() {
        return switch (subject) {
            case Subject.OfActor(var workspace, var _) -> Scope.workspace(workspace);
            case Subject.OfSession(var session) -> Scope.shortLived(session);
            case Subject.OfProposal(var vault, var _) -> Scope.vault(vault);
            case Subject.OfCredential(var vault, var _) -> Scope.vault(vault);
            case Subject.OfLogin(var user) -> Scope.shortLived(user);
            case Subject.OfInvite(var workspace, var _) -> Scope.workspace(workspace);
        };
    }

    @Override
    public String table() {
        return "token";
    }

    /// The id of the actor, session, proposal, credential, user or invite that the token stands for.
    public Id subjectId() {
        return switch (subject) {
            case Subject.OfActor(var _, var actor) -> actor;
            case Subject.OfSession(var session) -> session;
            case Subject.OfProposal(var _, var proposal) -> proposal;
            case Subject.OfCredential(var _, var credential) -> credential;
            case Subject.OfLogin(var user) -> user;
            case Subject.OfInvite(var _, var invite) -> invite;
        };
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(subjectId())
                .text(kind.name())
                .number(hash.pepper())
                .bytes(hash.value().bytes())
                .text(hint);
        until.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }
}
