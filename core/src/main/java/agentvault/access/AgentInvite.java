package agentvault.access;

import agentvault.crypto.Canonical;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// An offer of an agent's token. Whoever shows the invite's own token first gets it, once.
public record AgentInvite(Id id, Id workspace, Whom whom, Offer offer, Id invitedBy, State state, MailedCode.Span span)
        implements SealedRow {

    /// Which agent the token will be of.
    public sealed interface Whom {
        /// A new one of this name.
        record Named(Slug name) implements Whom {}

        /// A new one that says itself what it is called.
        record Anybody() implements Whom {}

        /// One that is there, whose other tokens end.
        record Existing(Id agent) implements Whom {}
    }

    /// What a new agent will be.
    ///
    /// @param tokenLife how long its token holds; zero for one that does not end
    public record Offer(InstanceRole role, List<Session.Share> vaults, Duration tokenLife) {

        /// For an agent that is what it is already: a token alone.
        public static Offer ofToken(Duration life) {
            return new Offer(InstanceRole.NO_ACCESS, List.of(), life);
        }

        public Offer {
            vaults = List.copyOf(vaults);
            tokenLife = tokenLife.truncatedTo(ChronoUnit.SECONDS);
            if (vaults.stream().map(Session.Share::vault).distinct().count() < vaults.size()) {
                throw new IllegalArgumentException("an invite names each vault once");
            }
            if (tokenLife.isNegative()) throw new IllegalArgumentException("a token lives for a while or for ever");
        }

        /// The role that it will have in a vault; empty if it will have none.
        public Optional<VaultRole> roleIn(Id vault) {
            return vaults.stream()
                    .filter(share -> share.vault().equals(vault))
                    .map(Session.Share::role)
                    .findFirst();
        }

        /// The same with this role in that vault, in the place of any other.
        public Offer with(Session.Share share) {
            var others = without(share.vault()).vaults();
            return new Offer(
                    role, Stream.concat(others.stream(), Stream.of(share)).toList(), tokenLife);
        }

        public Offer without(Id vault) {
            var others = vaults.stream().filter(share -> !share.vault().equals(vault));
            return new Offer(role, others.toList(), tokenLife);
        }

        public Until tokenUntil(Instant now) {
            return tokenLife.isZero() ? Until.forever() : Until.at(now.plus(tokenLife));
        }
    }

    public sealed interface State {
        record Open() implements State {}

        record Redeemed(Instant at, Id agent) implements State {
            public Redeemed {
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
        REDEEMED,
        REVOKED,
        EXPIRED
    }

    public Standing standing(Instant now) {
        return switch (state) {
            case State.Redeemed _ -> Standing.REDEEMED;
            case State.Revoked _ -> Standing.REVOKED;
            case State.Open() -> span.over(now) ? Standing.EXPIRED : Standing.PENDING;
        };
    }

    public AgentInvite with(State next) {
        return new AgentInvite(id, workspace, whom, offer, invitedBy, next, span);
    }

    public AgentInvite with(Offer other) {
        return new AgentInvite(id, workspace, whom, other, invitedBy, state, span);
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "agent_invite";
    }

    @Override
    public byte[] canonical() {
        var out = row(1);
        switch (whom) {
            case Whom.Named(var name) -> out.text("named").text(name.text());
            case Whom.Anybody() -> out.text("anybody");
            case Whom.Existing(var agent) -> out.text("existing").id(agent);
        }
        out.text(offer.role().name())
                .list(offer.vaults(), AgentInvite::write)
                .number(offer.tokenLife().toSeconds())
                .id(invitedBy);
        switch (state) {
            case State.Open() -> out.text("open");
            case State.Redeemed(var at, var agent) ->
                out.text("redeemed").number(Stamp.micros(at)).id(agent);
            case State.Revoked(var at) -> out.text("revoked").number(Stamp.micros(at));
        }
        span.writeTo(out);
        return out.bytes();
    }

    private static void write(Canonical to, Session.Share share) {
        to.id(share.vault()).text(share.role().name());
    }
}
