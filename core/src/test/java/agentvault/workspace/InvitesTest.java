package agentvault.workspace;

import static agentvault.workspace.Office.DEVICE;
import static agentvault.workspace.Office.PASSWORD;
import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.UserInvite.Standing;
import agentvault.access.VaultRole;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.workspace.Logins.LoggedIn;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Invites: what they offer, who may make them, and how they end.
class InvitesTest {

    private static final EmailAddress BO = new EmailAddress("bo@example.com");
    private static final UserInvite.Offer MEMBER = offer(InstanceRole.MEMBER);

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("my-vault").id();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoever_accepts_is_a_user_with_the_roles_that_were_offered() {
        var offered = offer(InstanceRole.MEMBER, new Session.Share(vault, VaultRole.ADMIN));
        try (var issued = done(workspace.invites().create(office.owner, BO, offered))) {
            assertThat(Office.text(issued.shown())).matches("av_uinv_[0-9a-f]{64}");
            assertThat(done(workspace.invites().to(office.owner, vault)))
                    .extracting(UserInvite::address)
                    .containsExactly(BO);
            try (var joined = done(accept(issued.shown()))) {
                assertThat(joined.user().role()).isEqualTo(InstanceRole.MEMBER);
            }
            assertThat(done(workspace.users().find(office.owner, BO)).vaults())
                    .extracting(Actors.Place::role)
                    .containsExactly(VaultRole.ADMIN);
            assertThat(refused(accept(issued.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            assertThat(done(workspace.invites().find(issued.shown())).standing(office.now()))
                    .isEqualTo(Standing.ACCEPTED);
        }
        assertThat(done(workspace.invites().to(office.owner, vault))).isEmpty();
        office.login("bo@example.com", PASSWORD).close();
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void an_invite_holds_for_48_hours_and_can_be_renewed() {
        try (var issued = done(workspace.invites().create(office.owner, BO, MEMBER))) {
            office.moveTo(office.now().plus(Invites.LIFE));
            assertThat(refused(accept(issued.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            assertThat(done(workspace.invites().find(issued.shown())).standing(office.now()))
                    .isEqualTo(Standing.EXPIRED);
            try (var again = done(
                    workspace.invites().reinvite(office.owner, issued.invite().id()))) {
                assertThat(refused(accept(issued.shown()))).isEqualTo(Problem.Code.NOT_FOUND);
                done(accept(again.shown())).close();
            }
        }
    }

    @Test
    void a_revoked_invite_is_not_accepted() {
        try (var issued = done(workspace.invites().create(office.owner, BO, MEMBER))) {
            done(workspace.invites().revoke(office.owner, issued.invite().id()));

            assertThat(refused(accept(issued.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            assertThat(refused(workspace
                            .invites()
                            .revoke(office.owner, issued.invite().id())))
                    .isEqualTo(Problem.Code.ALREADY_ENDED);
            assertThat(refused(workspace
                            .invites()
                            .reinvite(office.owner, issued.invite().id())))
                    .isEqualTo(Problem.Code.ALREADY_ENDED);
        }
    }

    @Test
    void a_user_or_an_address_with_a_pending_invite_is_not_invited() {
        done(workspace.invites().create(office.owner, BO, MEMBER)).close();

        assertThat(refused(workspace.invites().create(office.owner, BO, MEMBER)))
                .isEqualTo(Problem.Code.CONFLICT);
        assertThat(refused(workspace.invites().create(office.owner, new EmailAddress("ana@example.com"), MEMBER)))
                .isEqualTo(Problem.Code.CONFLICT);
    }

    @Test
    void fifty_are_pending_at_most() {
        for (int i = 0; i < Invites.MAX_PENDING; i++) {
            done(workspace.invites().create(office.owner, new EmailAddress("u" + i + "@example.com"), MEMBER))
                    .close();
        }

        assertThat(refused(workspace.invites().create(office.owner, BO, MEMBER)))
                .isEqualTo(Problem.Code.TOO_MANY);
        office.moveTo(office.now().plus(Invites.LIFE));
        done(workspace.invites().create(login(), BO, MEMBER)).close();
    }

    private Caller login() {
        try (var login = office.login("ana@example.com", PASSWORD)) {
            return login.caller(Face.AGENT_VAULT);
        }
    }

    @Test
    void only_owners_offer_the_owners_role_and_only_admins_a_vault() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);
        var di = new EmailAddress("di@example.com");
        var inVault = offer(InstanceRole.MEMBER, new Session.Share(vault, VaultRole.MEMBER));

        assertThat(refused(workspace.invites().create(bo, di, offer(InstanceRole.OWNER))))
                .isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(workspace.invites().create(bo, di, inVault))).isEqualTo(Problem.Code.FORBIDDEN);
        done(workspace.grants().change(office.owner, vault, bo.actor(), VaultRole.ADMIN));
        try (var issued = done(workspace.invites().create(bo, di, inVault))) {
            done(accept(issued.shown())).close();
        }
    }

    @Test
    void a_member_cannot_get_at_an_owners_invite_by_renewing_it() {
        var bo = office.user("bo@example.com");
        var di = new EmailAddress("di@example.com");
        try (var issued = done(workspace.invites().create(office.owner, di, offer(InstanceRole.OWNER)))) {
            assertThat(refused(workspace.invites().reinvite(bo, issued.invite().id())))
                    .isEqualTo(Problem.Code.FORBIDDEN);
        }
    }

    @Test
    void an_offer_holds_as_long_as_its_maker_could_make_it() {
        var bo = office.user("bo@example.com", vault, VaultRole.ADMIN);
        var inVault = offer(InstanceRole.MEMBER, new Session.Share(vault, VaultRole.ADMIN));
        try (var issued = done(workspace.invites().create(bo, new EmailAddress("di@example.com"), inVault))) {
            done(workspace.grants().change(office.owner, vault, bo.actor(), VaultRole.MEMBER));

            assertThat(refused(accept(issued.shown()))).isEqualTo(Problem.Code.ALREADY_ENDED);
        }
    }

    @Test
    void the_invites_of_a_user_who_is_removed_are_revoked() {
        var bo = office.user("bo@example.com");
        try (var issued = done(workspace.invites().create(bo, new EmailAddress("di@example.com"), MEMBER))) {
            done(workspace.users().delete(office.owner, actor(BO)));

            assertThat(done(workspace.invites().find(issued.shown())).standing(office.now()))
                    .isEqualTo(Standing.REVOKED);
        }
    }

    @Test
    void a_vault_that_is_gone_by_then_is_left_out() {
        var offered = offer(InstanceRole.MEMBER, new Session.Share(vault, VaultRole.ADMIN));
        try (var issued = done(workspace.invites().create(office.owner, BO, offered))) {
            done(workspace.vaults().delete(office.owner, vault));
            done(accept(issued.shown())).close();
        }
        assertThat(done(workspace.users().find(office.owner, BO)).vaults()).isEmpty();
    }

    @Test
    void an_owner_gives_a_vault_that_they_have_not_joined() {
        var bo = office.user("bo@example.com");
        var theirs = done(workspace.vaults().create(bo, new Slug("bos-vault"), Vaults.Naming.of("x")));
        var offered = offer(InstanceRole.MEMBER, new Session.Share(theirs.id(), VaultRole.MEMBER));
        try (var issued = done(workspace.invites().create(office.owner, new EmailAddress("di@example.com"), offered))) {
            done(accept(issued.shown())).close();
        }
        assertThat(done(workspace.grants().members(bo, theirs.id(), Actor.Kind.USER)))
                .extracting(member -> member.actor().name().text())
                .containsExactly("bo@example.com", "di@example.com");
    }

    private Actor actor(EmailAddress address) {
        return done(workspace.users().find(office.owner, address)).actor();
    }

    private Outcome<LoggedIn> accept(Secret shown) {
        try (var chosen = secret(PASSWORD)) {
            return workspace.invites().accept(shown, chosen, DEVICE, Face.AGENT_VAULT);
        }
    }

    private static UserInvite.Offer offer(InstanceRole role, Session.Share... vaults) {
        return new UserInvite.Offer(role, List.of(vaults));
    }
}
