package agentvault.workspace;

import static agentvault.workspace.Office.PASSWORD;
import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.InstanceSettings;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Users, agents, vaults and settings as their lists and pages show and change them.
class MembersTest {

    private static final EmailAddress ANA = new EmailAddress("ana@example.com");
    private static final EmailAddress BO = new EmailAddress("bo@example.com");

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("my-vault").id();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void an_agent_is_made_with_its_vaults_by_an_owner_or_an_admin_of_each() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);
        var plan = plan("bos-bot", new Session.Share(vault, VaultRole.PROXY));
        assertThat(refused(workspace.agents().create(bo, plan))).isEqualTo(Problem.Code.FORBIDDEN);
        done(workspace.grants().change(office.owner, vault, bo.actor(), VaultRole.ADMIN));

        done(workspace.agents().create(bo, plan)).close();

        assertThat(done(workspace.agents().find(bo, new Slug("bos-bot"))).vaults())
                .extracting(Actors.Place::role)
                .containsExactly(VaultRole.PROXY);
        assertThat(done(workspace.agents().find(bo, new Slug("bos-bot"))).tokens())
                .hasSize(1);
        assertThat(refused(workspace.agents().create(bo, plan))).isEqualTo(Problem.Code.CONFLICT);
    }

    @Test
    void who_is_no_owner_sees_the_agents_they_made_and_those_that_share_a_vault_with_them() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);
        office.agent("shared-bot", vault, VaultRole.PROXY);
        office.agent("other-bot", office.vault("other-vault").id(), VaultRole.PROXY);
        done(workspace.agents().create(bo, plan("own-bot"))).close();

        assertThat(done(workspace.agents().list(bo))).extracting(this::name).containsExactly("shared-bot", "own-bot");
        assertThat(done(workspace.agents().list(office.owner)))
                .extracting(this::name)
                .containsExactly("shared-bot", "other-bot", "own-bot");
        assertThat(refused(workspace.agents().find(bo, new Slug("other-bot")))).isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void an_agent_is_renamed_to_a_free_name() {
        office.agent("taken", vault, VaultRole.PROXY);
        office.agent("ci-bot", vault, VaultRole.PROXY);
        var agent = agent("ci-bot");

        assertThat(refused(workspace.agents().rename(office.owner, agent, new Slug("taken"))))
                .isEqualTo(Problem.Code.CONFLICT);
        done(workspace.agents().rename(office.owner, agent, new Slug("build-bot")));
        assertThat(agent("build-bot").id()).isEqualTo(agent.id());
        assertThat(refused(workspace.agents().find(office.owner, new Slug("ci-bot"))))
                .isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void a_deleted_agent_leaves_nothing_and_frees_its_name() {
        office.agent("ci-bot", vault, VaultRole.PROXY);
        var agent = agent("ci-bot");
        done(workspace.agents().delete(office.owner, agent));

        assertThat(done(workspace.grants().members(office.owner, vault, Actor.Kind.AGENT)))
                .isEmpty();
        assertThat(refused(workspace.actors().rotate(office.owner, agent, Until.forever())))
                .isEqualTo(Problem.Code.NOT_FOUND);
        office.agent("ci-bot", vault, VaultRole.PROXY);
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void the_creator_of_an_agent_manages_it_until_it_is_an_owner() {
        var bo = office.user("bo@example.com");
        try (var issued = done(workspace.agents().create(bo, plan("bos-bot")))) {
            var asItWas = issued.actor();
            done(workspace.actors().setRole(office.owner, asItWas, InstanceRole.OWNER));

            assertThat(refused(workspace.agents().rename(bo, asItWas, new Slug("other"))))
                    .isEqualTo(Problem.Code.FORBIDDEN);
        }
    }

    @Test
    void whoever_invited_a_user_does_not_manage_them_as_an_agent() {
        var bo = office.user("bo@example.com");
        var offer = new UserInvite.Offer(InstanceRole.MEMBER, List.of());
        try (var issued = done(workspace.invites().create(bo, new EmailAddress("di@example.com"), offer));
                var chosen = Office.secret(PASSWORD);
                var joined =
                        done(workspace.invites().accept(issued.shown(), chosen, Office.DEVICE, Face.AGENT_VAULT))) {
            var di = joined.user();
            assertThat(di.createdBy()).isEqualTo(bo.actor());
            assertThat(refused(workspace.actors().rotate(bo, di, Until.forever())))
                    .isEqualTo(Problem.Code.FORBIDDEN);
            assertThat(refused(workspace.actors().revoke(bo, di))).isEqualTo(Problem.Code.FORBIDDEN);
            for (var caller : List.of(bo, office.owner)) {
                assertThat(refused(workspace.agents().delete(caller, di))).isEqualTo(Problem.Code.NOT_FOUND);
            }
            assertThat(refused(workspace.actors().rotate(office.owner, di, Until.forever())))
                    .isEqualTo(Problem.Code.NOT_FOUND);
            assertThat(refused(workspace.agents().rename(office.owner, di, new Slug("other"))))
                    .isEqualTo(Problem.Code.NOT_FOUND);
        }
    }

    @Test
    void a_role_is_given_changed_and_taken_by_name_and_nobody_without_a_role_learns_names() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);
        office.user("di@example.com");
        var di = new EmailAddress("di@example.com").name();
        var nobody = new EmailAddress("nobody@example.com").name();
        assertThat(refused(workspace.grants().give(bo, vault, di, VaultRole.MEMBER)))
                .isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(workspace.grants().give(bo, vault, nobody, VaultRole.MEMBER)))
                .isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(workspace.grants().give(office.owner, vault, nobody, VaultRole.MEMBER)))
                .isEqualTo(Problem.Code.NOT_FOUND);

        done(workspace.grants().give(office.owner, vault, di, VaultRole.MEMBER));
        done(workspace.grants().change(office.owner, vault, di, VaultRole.ADMIN));
        assertThat(done(workspace.grants().members(office.owner, vault, Actor.Kind.USER)))
                .extracting(member ->
                        member.actor().name().text() + " " + member.grant().role())
                .containsExactly("ana@example.com ADMIN", "bo@example.com MEMBER", "di@example.com ADMIN");
        done(workspace.grants().take(office.owner, vault, di));
        assertThat(refused(workspace.grants().take(office.owner, vault, di))).isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void a_removed_user_leaves_nothing_and_may_come_again() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);
        done(workspace.users().delete(office.owner, user(BO)));

        assertThat(refused(workspace.vaults().find(bo, vault))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(done(workspace.users().list(office.owner)))
                .extracting(this::name)
                .containsExactly("ana@example.com");
        office.user("bo@example.com");
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void a_user_removes_themselves_unless_they_are_an_owner() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);

        assertThat(refused(workspace.users().deleteOwn(office.owner))).isEqualTo(Problem.Code.CONFLICT);
        done(workspace.users().deleteOwn(bo));
        assertThat(refused(workspace.users().find(office.owner, BO))).isEqualTo(Problem.Code.NOT_FOUND);
    }

    @Test
    void the_last_owner_stays_one() {
        assertThat(refused(workspace.users().delete(office.owner, user(ANA)))).isEqualTo(Problem.Code.LAST_OWNER);
        assertThat(refused(workspace.actors().setRole(office.owner, user(ANA), InstanceRole.MEMBER)))
                .isEqualTo(Problem.Code.LAST_OWNER);
        office.user("bo@example.com", new UserInvite.Offer(InstanceRole.OWNER, List.of()));
        done(workspace.actors().setRole(office.owner, user(ANA), InstanceRole.MEMBER));
    }

    @Test
    void the_last_admin_of_a_vault_is_not_removed() {
        var bo = office.user("bo@example.com");
        var theirs = done(workspace.vaults().create(bo, new Slug("bos-vault"), Vaults.Naming.of("Bo's")));

        assertThat(refused(workspace.users().delete(office.owner, user(BO)))).isEqualTo(Problem.Code.LAST_ADMIN);
        assertThat(refused(workspace.users().deleteOwn(bo))).isEqualTo(Problem.Code.LAST_ADMIN);
        done(workspace.grants().join(office.owner, theirs.id()));
        done(workspace.users().delete(office.owner, user(BO)));
    }

    @Test
    void vaults_of_users_are_shown_to_owners_and_to_themselves() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);

        assertThat(done(workspace.users().list(bo)))
                .allSatisfy(profile -> assertThat(profile.vaults()).isEmpty());
        assertThat(done(workspace.users().find(bo, BO)).vaults()).hasSize(1);
        assertThat(refused(workspace.users().find(bo, ANA))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(done(workspace.users().list(office.owner)).getLast().vaults())
                .hasSize(1);
    }

    @Test
    void an_owner_knows_of_every_vault_and_others_of_theirs() {
        var bo = office.user("bo@example.com");
        done(workspace.vaults().create(bo, new Slug("bos-vault"), Vaults.Naming.of("Bo's")));

        assertThat(done(workspace.vaults().known(bo))).extracting(this::slug).containsExactly("bos-vault");
        assertThat(done(workspace.vaults().known(office.owner)))
                .extracting(this::slug)
                .containsExactly("default", "my-vault", "bos-vault");
        assertThat(done(workspace.vaults().known(office.owner)))
                .extracting(Vaults.Listed::membership)
                .containsExactly(
                        new Vaults.Membership.Explicit(VaultRole.ADMIN),
                        new Vaults.Membership.Explicit(VaultRole.ADMIN),
                        new Vaults.Membership.Implicit());
        assertThat(refused(workspace.vaults().all(bo))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(done(workspace.vaults().all(office.owner)))
                .extracting(Vault::slug)
                .hasSize(3);
    }

    @Test
    void the_policy_of_a_vault_is_set_and_taken_back() {
        for (var policy : UnmatchedHosts.values()) {
            assertThat(done(workspace
                                    .vaults()
                                    .setUnmatchedHosts(office.owner, vault, new Vault.Setting.Explicit(policy)))
                            .unmatchedHosts()
                            .explicit())
                    .contains(policy);
        }
        assertThat(done(workspace.vaults().setUnmatchedHosts(office.owner, vault, new Vault.Setting.Unset()))
                        .unmatchedHosts()
                        .explicit())
                .isEmpty();
    }

    @Test
    void members_see_and_revoke_the_sessions_of_their_vault() {
        var bo = office.user("bo@example.com", vault, VaultRole.MEMBER);
        var proxy = office.agent("ci-bot", vault, VaultRole.PROXY);
        try (var session = session(office.owner)) {
            var listed = done(workspace.sessions().in(bo, vault)).getFirst();
            assertThat(listed.session()).isEqualTo(session.session());
            assertThat(listed.by()).contains(user(ANA));
            assertThat(refused(workspace.sessions().in(proxy, vault))).isEqualTo(Problem.Code.FORBIDDEN);

            done(workspace.sessions().revoke(bo, vault, session.session().publicId()));

            assertThat(done(workspace.sessions().in(bo, vault))).isEmpty();
            assertThat(refused(workspace
                            .sessions()
                            .revoke(bo, vault, session.session().publicId())))
                    .isEqualTo(Problem.Code.NOT_FOUND);
        }
    }

    @Test
    void owners_change_the_settings_and_everybody_goes_by_them() {
        var bo = office.user("bo@example.com");
        assertThat(workspace.settings().current()).isEqualTo(InstanceSettings.Values.DEFAULT);
        var values = new InstanceSettings.Values(false, List.of("example.org"), new TreeMap<>(Map.of("auth.rate", 5L)));
        assertThat(refused(workspace.settings().change(bo, values))).isEqualTo(Problem.Code.FORBIDDEN);
        assertThat(refused(workspace.settings().read(bo))).isEqualTo(Problem.Code.FORBIDDEN);

        done(workspace.settings().change(office.owner, InstanceSettings.Values.DEFAULT));
        done(workspace.settings().change(office.owner, values));

        assertThat(done(workspace.settings().read(office.owner))).isEqualTo(values);
        assertThat(workspace.settings().current()).isEqualTo(values);
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void what_ended_long_ago_is_removed_and_what_lives_stays() {
        var bo = office.user("bo@example.com");
        try (var session = session(office.owner);
                var login = office.login("ana@example.com", PASSWORD)) {
            done(workspace.sessions().end(office.owner, session.session().id()));
            assertThat(new Tidying(workspace).tidy()).isZero();
            office.moveTo(office.now().plus(Tidying.KEPT).minus(Duration.ofDays(1)));
            done(workspace
                    .logins()
                    .used(List.of(
                            new Logins.Use(login.user().id(), login.login().id(), office.now()))));
            office.moveTo(office.now().plus(Duration.ofDays(1)));

            // The session, and two idle logins with their tokens.
            assertThat(new Tidying(workspace).tidy()).isEqualTo(5);
            assertThat(new Tidying(workspace).tidy()).isZero();
            office.moveTo(office.now().plus(Invites.LIFE));
            // The accepted invite with its token.
            assertThat(new Tidying(workspace).tidy()).isEqualTo(2);
            assertThat(done(workspace.logins().list(login.caller(Face.AGENT_VAULT))))
                    .hasSize(1);
            assertThat(workspace.remembered(Scope.shortLived(bo.actor())).rows())
                    .noneMatch(row -> row.id().equals(bo.shown()));
        }
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    private Sessions.Issued session(Caller caller) {
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        return done(workspace.sessions().create(caller, shares, egress, "laptop", Until.forever()));
    }

    private static Agents.Plan plan(String name, Session.Share... vaults) {
        return new Agents.Plan(new Slug(name), InstanceRole.NO_ACCESS, List.of(vaults), Until.forever());
    }

    private Actor agent(String name) {
        return done(workspace.agents().find(office.owner, new Slug(name))).actor();
    }

    private Actor user(EmailAddress address) {
        return done(workspace.users().find(office.owner, address)).actor();
    }

    private String name(Actors.Profile profile) {
        return profile.actor().name().text();
    }

    private String slug(Vaults.Listed listed) {
        return listed.vault().slug().text();
    }
}
