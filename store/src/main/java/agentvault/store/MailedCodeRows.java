package agentvault.store;

import agentvault.access.MailedCode;
import agentvault.access.MailedCode.Purpose;
import agentvault.access.PasswordHash;
import agentvault.access.Token;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import java.util.List;
import java.util.Set;

final class MailedCodeRows extends RowMap<MailedCode> {

    private static final String CONFIRMATION = "CONFIRMATION";
    private static final String RESET = "RESET";

    MailedCodeRows() {
        super(
                "mailed_code",
                MailedCode.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "actor purpose key_version sealed pepper hash wrong expires_at created_at created_sequence");
    }

    @Override
    List<Octets> sealedIn(MailedCode code) {
        return code.purpose() instanceof Purpose.Confirmation(var password) ? List.of(password.value()) : List.of();
    }

    @Override
    void write(MailedCode code, Values to) {
        to.id("actor", code.user())
                .number("pepper", code.hash().pepper())
                .octets("hash", code.hash().value())
                .number("wrong", code.wrong())
                .moment("expires_at", code.span().expiresAt())
                .created(code.span().created());
        switch (code.purpose()) {
            case Purpose.Confirmation(var password) ->
                to.text("purpose", CONFIRMATION)
                        .number("key_version", password.key())
                        .octets("sealed", password.value());
            case Purpose.Reset() -> to.text("purpose", RESET);
        }
    }

    @Override
    MailedCode read(Cells from) {
        return new MailedCode(
                from.id("id"),
                from.id("actor"),
                purpose(from),
                new Token.Hash(from.integer("pepper"), from.octets("hash")),
                from.integer("wrong"),
                new MailedCode.Span(from.created(), from.moment("expires_at")));
    }

    private static Purpose purpose(Cells from) {
        return switch (from.text("purpose")) {
            case CONFIRMATION ->
                new Purpose.Confirmation(new PasswordHash.Sealed(from.integer("key_version"), from.octets("sealed")));
            case RESET -> new Purpose.Reset();
            default -> throw new Cells.Misfit("purpose");
        };
    }
}
