package agentvault.store;

import agentvault.access.AgentInvite;
import agentvault.access.AgentInvite.State;
import agentvault.access.AgentInvite.Whom;
import agentvault.access.InstanceRole;
import agentvault.access.MailedCode;
import agentvault.crypto.Scope;
import agentvault.vault.Slug;
import java.time.Duration;
import java.util.Set;

final class AgentInviteRows extends RowMap<AgentInvite> {

    private static final String OPEN = "OPEN";
    private static final String REDEEMED = "REDEEMED";
    private static final String REVOKED = "REVOKED";

    AgentInviteRows() {
        super(
                "agent_invite",
                AgentInvite.class,
                Set.of(Scope.Kind.WORKSPACE),
                "name agent role shares token_seconds invited_by status ended_at redeemed_as expires_at",
                "created_at created_sequence");
    }

    @Override
    void write(AgentInvite invite, Values to) {
        to.word("role", invite.offer().role())
                .json("shares", SessionRows.write(invite.offer().vaults()))
                .number("token_seconds", invite.offer().tokenLife().toSeconds())
                .id("invited_by", invite.invitedBy())
                .moment("expires_at", invite.span().expiresAt())
                .created(invite.span().created());
        switch (invite.whom()) {
            case Whom.Named(var name) -> to.text("name", name.text());
            case Whom.Anybody() -> {}
            case Whom.Existing(var agent) -> to.id("agent", agent);
        }
        switch (invite.state()) {
            case State.Open() -> to.text("status", OPEN);
            case State.Redeemed(var at, var agent) ->
                to.text("status", REDEEMED).moment("ended_at", at).id("redeemed_as", agent);
            case State.Revoked(var at) -> to.text("status", REVOKED).moment("ended_at", at);
        }
    }

    @Override
    AgentInvite read(Cells from) {
        return new AgentInvite(
                from.id("id"),
                from.id("scope_id"),
                whom(from),
                new AgentInvite.Offer(
                        from.word("role", InstanceRole.class),
                        from.json("shares", SessionRows::shares),
                        Duration.ofSeconds(from.number("token_seconds"))),
                from.id("invited_by"),
                state(from),
                new MailedCode.Span(from.created(), from.moment("expires_at")));
    }

    private static Whom whom(Cells from) {
        var agent = from.maybeId("agent");
        if (agent.isPresent()) return new Whom.Existing(agent.get());
        return from.maybeText("name", Slug::new).<Whom>map(Whom.Named::new).orElseGet(Whom.Anybody::new);
    }

    private static State state(Cells from) {
        return switch (from.text("status")) {
            case OPEN -> new State.Open();
            case REDEEMED -> new State.Redeemed(from.moment("ended_at"), from.id("redeemed_as"));
            case REVOKED -> new State.Revoked(from.moment("ended_at"));
            default -> throw new Cells.Misfit("status");
        };
    }
}
