package agentvault.access;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// An offer to become a user. Whoever shows its token and chooses a password is one, with what was offered.
public record UserInvite(
        Id id, Id workspace, EmailAddress address, Offer offer, Id invitedBy, State state, MailedCode.Span span)
        implements SealedRow {

    /// What the user will be.
    public record Offer(InstanceRole role, List<Session.Share> vaults) {
        public Offer {
            vaults = List.copyOf(vaults);
            if (vaults.stream().map(Session.Share::vault).distinct().count() < vaults.size()) {
                throw new IllegalArgumentException("an invite names each vault once");
            }
            if (vaults.stream().anyMatch(share -> share.role() == VaultRole.PROXY)) {
                throw new IllegalArgumentException("a user is member or admin of a vault");
            }
        }
    }

    public sealed interface State {
        record Open() implements State {}

        record Accepted(Instant at) implements State {
            public Accepted {
                at = at.truncatedTo(ChronoUnit.MICROS);
            }
        }

        record Revoked(Instant at) implements State {
            public Revoked {
                at = at.truncatedTo(ChronoUnit.MICROS);
            }
        }
    }

    /// Where an invite stands, in the words of its lists.
    public enum Standing {
        PENDING,
        ACCEPTED,
        REVOKED,
        EXPIRED
    }

    public Standing standing(Instant now) {
        return switch (state) {
            case State.Accepted _ -> Standing.ACCEPTED;
            case State.Revoked _ -> Standing.REVOKED;
            case State.Open() -> span.over(now) ? Standing.EXPIRED : Standing.PENDING;
        };
    }

    public UserInvite with(State next) {
        return new UserInvite(id, workspace, address, offer, invitedBy, next, span);
    }

    /// The same offer, for another while.
    public UserInvite with(MailedCode.Span again) {
        return new UserInvite(id, workspace, address, offer, invitedBy, state, again);
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "user_invite";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(address.text())
                .text(offer.role().name())
                .list(
                        offer.vaults(),
                        (to, share) -> to.id(share.vault()).text(share.role().name()))
                .id(invitedBy);
        switch (state) {
            case State.Open() -> out.text("open");
            case State.Accepted(var at) -> out.text("accepted").number(Stamp.micros(at));
            case State.Revoked(var at) -> out.text("revoked").number(Stamp.micros(at));
        }
        span.writeTo(out);
        return out.bytes();
    }
}
