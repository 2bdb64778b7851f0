package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import agentvault.access.Actor;
import agentvault.access.AgentInvite;
import agentvault.access.AgentInvite.Standing;
import agentvault.access.AgentInvite.Whom;
import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Slug;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Offers of agents' tokens: what they give, to whom, and how they end.
class AgentInvitesTest {

    private static final Whom.Named BOT = new Whom.Named(new Slug("ci-bot"));
    private static final Duration LIFE = Duration.ofMinutes(15);

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("my-vault").id();
    private final AgentInvites invites = workspace.agents().invites();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoever_is_first_gets_the_token_with_what_was_offered() {
        try (var issued = done(invites.create(office.owner, BOT, offer(Duration.ofHours(1)), LIFE));
                var made = done(redeem(issued.shown()))) {
            assertThat(Office.text(issued.shown())).matches("av_inv_[0-9a-f]{64}");
            assertThat(Office.text(made.shown())).matches("av_agt_[0-9a-f]{64}");
            assertThat(known(made.shown())).isInstanceOf(Authentication.Result.Known.class);
            assertThat(done(workspace.agents().find(office.owner, BOT.name())).vaults())
                    .extracting(Actors.Place::role)
                    .containsExactly(VaultRole.PROXY);

            assertThat(refused(redeem(issued.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            assertThat(done(invites.find(issued.shown())).standing(office.now()))
                    .isEqualTo(Standing.REDEEMED);
            assertThat(refused(invites.revoke(office.owner, issued.invite().id())))
                    .isEqualTo(Problem.Code.ALREADY_ENDED);
            office.moveTo(office.now().plus(Duration.ofHours(1)));
            workspace.authentication().confirm();
            assertThat(known(made.shown())).isInstanceOf(Authentication.Result.Expired.class);
        }
    }

    @Test
    void a_name_is_offered_to_one_at_a_time() {
        invites.create(office.owner, BOT, offer(Duration.ZERO), LIFE);
        assertThat(refused(invites.create(office.owner, BOT, offer(Duration.ZERO), LIFE)))
                .isEqualTo(Problem.Code.CONFLICT);
        try (var open = done(invites.create(office.owner, new Whom.Anybody(), offer(Duration.ZERO), LIFE))) {
            office.agent("ci-bot", vault, VaultRole.PROXY);
            assertThat(refused(redeem(open.shown()))).isEqualTo(Problem.Code.CONFLICT);
            var other = new Whom.Named(new Slug("other-bot"));
            done(invites.redeem(open.shown(), other, Face.AGENT_VAULT)).close();
        }
        office.moveTo(office.now().plus(LIFE));
        assertThat(refused(invites.create(office.owner, BOT, offer(Duration.ZERO), LIFE)))
                .isEqualTo(Problem.Code.CONFLICT);
        assertThat(done(invites.list(office.owner)))
                .extracting(invite -> invite.standing(office.now()))
                .containsExactly(Standing.REDEEMED, Standing.EXPIRED);
        for (int i = 0; i < AgentInvites.MAX_PENDING; i++) {
            done(invites.create(office.owner, new Whom.Anybody(), offer(Duration.ZERO), LIFE))
                    .close();
        }
        assertThat(refused(invites.create(office.owner, new Whom.Anybody(), offer(Duration.ZERO), LIFE)))
                .isEqualTo(Problem.Code.TOO_MANY);
    }

    @Test
    void another_token_of_an_agent_ends_all_others_when_it_is_taken() {
        var agent = office.agent("ci-bot", vault, VaultRole.MEMBER);
        var actor = workspace.directory().actor(agent.actor()).orElseThrow();
        try (var first = done(invites.rotate(office.owner, actor, Duration.ZERO));
                var second = done(invites.rotate(office.owner, actor, Duration.ZERO))) {
            assertThat(refused(redeem(first.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            done(workspace.proposals().list(agent, vault));
            try (var made = done(redeem(second.shown()))) {
                assertThat(made.actor().id()).isEqualTo(agent.actor());
                assertThat(refused(workspace.proposals().list(agent, vault))).isEqualTo(Problem.Code.FORBIDDEN);
            }
        }
    }

    @Test
    void what_its_maker_may_not_offer_any_more_is_not_given() {
        var admin = office.user("bo@example.com", vault, VaultRole.ADMIN);
        try (var issued = done(invites.create(admin, BOT, offer(Duration.ZERO), LIFE))) {
            done(workspace.grants().change(office.owner, vault, admin.actor(), VaultRole.MEMBER));
            assertThat(refused(redeem(issued.shown()))).isEqualTo(Problem.Code.FORBIDDEN);
        }
        assertThat(refused(invites.create(admin, new Whom.Anybody(), offer(Duration.ZERO), LIFE)))
                .isEqualTo(Problem.Code.FORBIDDEN);
    }

    @Test
    void the_roles_of_an_agent_that_has_not_come_are_edited_as_if_it_were_there() {
        var other = office.vault("other-vault").id();
        try (var issued = done(invites.create(office.owner, BOT, offer(Duration.ZERO), LIFE))) {
            assertThat(invites.expects(BOT.name())).isTrue();
            done(invites.give(office.owner, other, BOT.name(), VaultRole.MEMBER));
            assertThat(refused(invites.give(office.owner, other, BOT.name(), VaultRole.ADMIN)))
                    .isEqualTo(Problem.Code.CONFLICT);
            var before = done(invites.change(office.owner, other, BOT.name(), VaultRole.ADMIN));
            assertThat(before.offer().roleIn(other)).contains(VaultRole.MEMBER);
            done(invites.take(office.owner, vault, BOT.name()));
            assertThat(refused(invites.take(office.owner, vault, BOT.name()))).isEqualTo(Problem.Code.NOT_FOUND);
            assertThat(refused(invites.change(office.owner, vault, BOT.name(), VaultRole.ADMIN)))
                    .isEqualTo(Problem.Code.NOT_FOUND);
            done(redeem(issued.shown())).close();
        }
        assertThat(done(workspace.agents().find(office.owner, BOT.name())).vaults())
                .extracting(place -> place.vault().id(), Actors.Place::role)
                .containsExactly(tuple(other, VaultRole.ADMIN));
        assertThat(invites.expects(BOT.name())).isFalse();
        assertThat(refused(invites.take(office.owner, other, BOT.name()))).isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void nobody_puts_into_an_invite_what_its_maker_may_not_give() {
        var admin = office.user("bo@example.com", vault, VaultRole.ADMIN);
        var member = office.user("di@example.com", vault, VaultRole.MEMBER);
        var other = office.vault("other-vault").id();
        try (var issued = done(invites.create(admin, BOT, offer(Duration.ZERO), LIFE))) {
            assertThat(refused(invites.give(office.owner, other, BOT.name(), VaultRole.PROXY)))
                    .isEqualTo(Problem.Code.CONFLICT);
            assertThat(refused(invites.give(admin, other, BOT.name(), VaultRole.PROXY)))
                    .isEqualTo(Problem.Code.FORBIDDEN);
            assertThat(refused(invites.take(member, vault, BOT.name()))).isEqualTo(Problem.Code.FORBIDDEN);
            done(redeem(issued.shown())).close();
        }
    }

    @Test
    void a_revoked_agent_does_not_come_back_by_an_older_invite() {
        var agent = office.agent("ci-bot", vault, VaultRole.MEMBER);
        var actor = workspace.directory().actor(agent.actor()).orElseThrow();
        try (var issued = done(invites.rotate(office.owner, actor, Duration.ZERO))) {
            done(workspace.actors().revoke(office.owner, actor));
            assertThat(refused(redeem(issued.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
        }
        try (var again = done(invites.rotate(office.owner, actor, Duration.ZERO))) {
            done(redeem(again.shown())).close();
        }
        assertThat(workspace.directory().actor(agent.actor()).map(Actor::active))
                .contains(true);
        try (var gone = done(invites.rotate(office.owner, actor, Duration.ZERO))) {
            done(workspace.agents().delete(office.owner, actor));
            assertThat(refused(redeem(gone.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
        }
        try (var unknown = secret("av_inv_" + "0".repeat(64))) {
            assertThat(refused(redeem(unknown))).isEqualTo(Problem.Code.NOT_FOUND);
        }
    }

    private AgentInvite.Offer offer(Duration tokenLife) {
        return new AgentInvite.Offer(
                InstanceRole.NO_ACCESS, List.of(new Session.Share(vault, VaultRole.PROXY)), tokenLife);
    }

    private Outcome<Actors.Issued> redeem(Secret shown) {
        return invites.redeem(shown, BOT, Face.AGENT_VAULT);
    }

    private Authentication.Result known(Secret shown) {
        return workspace.authentication().of(shown, Face.AGENT_VAULT);
    }
}
