package agentvault.store;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.MailedCode;
import agentvault.access.UserInvite;
import agentvault.access.UserInvite.State;
import agentvault.crypto.Scope;
import java.util.Set;

final class UserInviteRows extends RowMap<UserInvite> {

    private static final String OPEN = "OPEN";
    private static final String ACCEPTED = "ACCEPTED";
    private static final String REVOKED = "REVOKED";

    UserInviteRows() {
        super(
                "user_invite",
                UserInvite.class,
                Set.of(Scope.Kind.WORKSPACE),
                "address role shares invited_by status ended_at expires_at created_at created_sequence");
    }

    @Override
    void write(UserInvite invite, Values to) {
        to.text("address", invite.address().text())
                .word("role", invite.offer().role())
                .json("shares", SessionRows.write(invite.offer().vaults()))
                .id("invited_by", invite.invitedBy())
                .moment("expires_at", invite.span().expiresAt())
                .created(invite.span().created());
        switch (invite.state()) {
            case State.Open() -> to.text("status", OPEN);
            case State.Accepted(var at) -> to.text("status", ACCEPTED).moment("ended_at", at);
            case State.Revoked(var at) -> to.text("status", REVOKED).moment("ended_at", at);
        }
    }

    @Override
    UserInvite read(Cells from) {
        return new UserInvite(
                from.id("id"),
                from.id("scope_id"),
                from.text("address", EmailAddress::new),
                new UserInvite.Offer(from.word("role", InstanceRole.class), from.json("shares", SessionRows::shares)),
                from.id("invited_by"),
                state(from),
                new MailedCode.Span(from.created(), from.moment("expires_at")));
    }

    private static State state(Cells from) {
        return switch (from.text("status")) {
            case OPEN -> new State.Open();
            case ACCEPTED -> new State.Accepted(from.moment("ended_at"));
            case REVOKED -> new State.Revoked(from.moment("ended_at"));
            default -> throw new Cells.Misfit("status");
        };
    }
}
