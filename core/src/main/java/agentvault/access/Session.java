package agentvault.access;

import agentvault.address.HostPattern;
import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// A live right to use an ordered list of vaults. It never exceeds what its actor's grants allow at the moment of use.
public record Session(Id id, Id actor, List<Share> shares, Egress egress, Origin origin, Until until, Life life)
        implements SealedRow {

    /// One vault of a session and the most that the session may do there.
    public record Share(Id vault, VaultRole role) {}

    /// What happens to hosts that no service names: fixed when the session is made.
    ///
    /// @param allowed hosts let through without a credential
    public record Egress(UnmatchedHosts unmatched, List<HostPattern> allowed) {

        /// Nothing but what services name.
        public static final Egress NONE = new Egress(UnmatchedHosts.DENY, List.of());

        public Egress {
            allowed = List.copyOf(allowed);
        }

        /// Says that this lets no host through that the other does not let through.
        public boolean within(Egress other) {
            return other.unmatched != UnmatchedHosts.DENY
                    ? unmatched.compareTo(other.unmatched) >= 0
                    : unmatched == UnmatchedHosts.DENY && allowed.stream().allMatch(other::lets);
        }

        private boolean lets(HostPattern hosts) {
            return allowed.stream().anyMatch(mine -> mine.covers(hosts));
        }
    }

    /// @param mintedBy the login, token or session that asked for it; when that is revoked, this ends
    public record Origin(Face face, Id mintedBy, String label) {
        public Origin {
            FreeText.checked("a session's label", label);
            if (label.length() > 100)
                throw new IllegalArgumentException("a session's label has at most 100 characters");
        }
    }

    public Session {
        shares = List.copyOf(shares);
        if (shares.stream().map(Share::vault).distinct().count() < shares.size()) {
            throw new IllegalArgumentException("a session names each vault once");
        }
    }

    /// What it is called in lists.
    public String publicId() {
        return Login.publicId(id);
    }

    public boolean live(Instant now) {
        return life.active() && !until.passed(now);
    }

    /// The vault that proposals go to and that fills AGENT_VAULT_VAULT; none for a session without vaults.
    public Optional<Id> primary() {
        return shares.stream().findFirst().map(Share::vault);
    }

    /// What the session may do now, in order: each share capped by the actor's grant there, gone if the grant is gone.
    public List<Share> effective(Collection<Grant> grants) {
        return shares.stream()
                .flatMap(share -> grants.stream()
                        .filter(grant -> grant.actor().equals(actor)
                                && grant.vault().equals(share.vault())
                                && grant.life().active())
                        .map(grant -> new Share(share.vault(), share.role().cappedBy(grant.role()))))
                .toList();
    }

    /// The same right with another end.
    public Session lasting(Until end) {
        return new Session(id, actor, shares, egress, origin, end, life);
    }

    public Session ended(Instant now) {
        return new Session(id, actor, shares, egress, origin, until, life.archived(now));
    }

    @Override
    public Scope scope() {
        return Scope.shortLived(id);
    }

    @Override
    public String table() {
        return "session";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(actor)
                .list(
                        shares,
                        (to, share) -> to.id(share.vault()).text(share.role().name()))
                .text(egress.unmatched().name())
                .list(egress.allowed(), (to, host) -> to.text(host.text()))
                .text(origin.face().name())
                .id(origin.mintedBy())
                .text(origin.label());
        until.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }
}
