package agentvault.access;

import agentvault.crypto.Canonical;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What is kept of six digits that were sent to a user, who shows by them that the address is theirs.
///
/// @param wrong how many other digits were shown while this was the newest code
public record MailedCode(Id id, Id user, Purpose purpose, Token.Hash hash, int wrong, Span span) implements SealedRow {

    /// What the digits are good for.
    public sealed interface Purpose {
        /// To confirm an address. The password that was given with it counts from then on, and no other: whoever
        /// registers somebody else's address does not get in when its owner confirms another code.
        record Confirmation(PasswordHash.Sealed password) implements Purpose {}

        /// To choose a new password.
        record Reset() implements Purpose {}
    }

    /// From when to when it holds.
    public record Span(Stamp created, Instant expiresAt) {
        public Span {
            expiresAt = expiresAt.truncatedTo(ChronoUnit.MICROS);
        }

        public boolean over(Instant now) {
            return !now.isBefore(expiresAt);
        }

        void writeTo(Canonical out) {
            created.writeTo(out);
            out.number(Stamp.micros(expiresAt));
        }
    }

    public MailedCode mistaken() {
        return new MailedCode(id, user, purpose, hash, wrong + 1, span);
    }

    @Override
    public Scope scope() {
        return Scope.shortLived(user);
    }

    @Override
    public String table() {
        return "mailed_code";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(user);
        switch (purpose) {
            case Purpose.Confirmation(var password) -> password.writeTo(out.text("confirmation"));
            case Purpose.Reset() -> out.text("reset");
        }
        out.number(hash.pepper()).bytes(hash.value().bytes()).number(wrong);
        span.writeTo(out);
        return out.bytes();
    }
}
