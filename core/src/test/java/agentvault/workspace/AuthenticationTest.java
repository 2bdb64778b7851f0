package agentvault.workspace;

import static agentvault.workspace.Office.PASSWORD;
import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Login;
import agentvault.access.Session;
import agentvault.access.UserInvite;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Authentication.Result;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// From a shown token to a caller.
class AuthenticationTest {

    private final MemoryStore store = new MemoryStore();
    private final Office office = new Office(store);
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("my-vault").id();

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void every_token_that_somebody_acts_with_makes_its_caller() {
        try (var login = office.login("ana@example.com", PASSWORD);
                var agent = agent("ci-bot", Until.forever());
                var key = done(workspace.actors().apiKeys().create(office.owner, ApiKeys.Plan.named("ci")));
                var session = session(office.owner, Until.forever())) {
            assertThat(caller(login.shown())).isEqualTo(login.caller(Face.PROXY));
            assertThat(caller(agent.shown()))
                    .isEqualTo(new Caller(
                            agent.actor().id(), Via.AGENT_TOKEN, agent.token().id(), Face.PROXY));
            assertThat(caller(key.shown()))
                    .isEqualTo(new Caller(
                            key.actor().id(), Via.API_KEY, key.token().id(), Face.PROXY));
            assertThat(caller(session.shown()))
                    .isEqualTo(new Caller(
                            office.owner.actor(), Via.SESSION, session.session().id(), Face.PROXY));
        }
    }

    @Test
    void what_is_good_for_something_else_or_no_token_at_all_makes_no_caller() {
        var offer = new UserInvite.Offer(InstanceRole.MEMBER, List.of());
        try (var invite = done(workspace.invites().create(office.owner, new EmailAddress("bo@example.com"), offer))) {
            assertThat(of(invite.shown())).isEqualTo(new Result.Unknown());
        }
        for (var text : List.of(
                "", "av_agt_", "av_agt_" + "0".repeat(64), "av_sess_" + "0".repeat(64), "av_oast_" + "0".repeat(64))) {
            try (var shown = secret(text)) {
                assertThat(of(shown)).isEqualTo(new Result.Unknown());
            }
        }
        try (var agent = agent("ci-bot", Until.forever());
                var longer = secret(Office.text(agent.shown()) + "0")) {
            assertThat(of(longer)).isEqualTo(new Result.Unknown());
        }
    }

    @Test
    void a_token_whose_time_is_over_has_expired() {
        var hour = Until.at(office.now().plusSeconds(3600));
        try (var agent = agent("ci-bot", hour);
                var session = session(office.owner, hour);
                var login = office.login("ana@example.com", PASSWORD)) {
            moveBy(Duration.ofHours(1));
            assertThat(of(agent.shown())).isEqualTo(new Result.Expired());
            assertThat(of(session.shown())).isEqualTo(new Result.Expired());
            moveBy(Login.IDLE);
            assertThat(of(login.shown())).isEqualTo(new Result.Expired());
        }
    }

    @Test
    void what_is_revoked_ended_rotated_or_deleted_is_unknown_at_the_next_request() {
        try (var revoked = agent("revoked", Until.forever());
                var rotated = agent("rotated", Until.forever());
                var deleted = agent("deleted", Until.forever());
                var session = session(office.owner, Until.forever());
                var login = office.login("ana@example.com", PASSWORD)) {
            var shown = List.of(revoked.shown(), rotated.shown(), deleted.shown(), session.shown(), login.shown());
            assertThat(shown).allMatch(token -> of(token) instanceof Result.Known);
            done(workspace.actors().revoke(office.owner, revoked.actor()));
            done(workspace.actors().rotate(office.owner, rotated.actor(), Until.forever()))
                    .close();
            done(workspace.agents().delete(office.owner, deleted.actor()));
            done(workspace.sessions().end(office.owner, session.session().id()));
            done(workspace.logins().end(login.caller(Face.AGENT_VAULT)));

            assertThat(shown).extracting(this::of).containsOnly(new Result.Unknown());
        }
    }

    @Test
    void sessions_end_with_the_agent_that_made_them() {
        for (var end : List.of("revoke", "rotate", "delete")) {
            try (var agent = agent(end + "-bot", Until.forever());
                    var session = session(caller(agent.shown()), Until.forever())) {
                assertThat(of(session.shown())).isInstanceOf(Result.Known.class);
                switch (end) {
                    case "revoke" -> done(workspace.actors().revoke(office.owner, agent.actor()));
                    case "rotate" ->
                        done(workspace.actors().rotate(office.owner, agent.actor(), Until.forever()))
                                .close();
                    default -> done(workspace.agents().delete(office.owner, agent.actor()));
                }
                assertThat(of(session.shown())).isEqualTo(new Result.Unknown());
            }
        }
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void a_removed_user_takes_logins_and_sessions_along() {
        var bo = office.user("bo@example.com", vault, VaultRole.ADMIN);
        try (var login = office.login("bo@example.com", PASSWORD);
                var session = session(login.caller(Face.AGENT_VAULT), VaultRole.ADMIN);
                var child = session(caller(session.shown()), VaultRole.PROXY);
                var other = session(bo, VaultRole.PROXY)) {
            done(workspace
                    .users()
                    .delete(
                            office.owner,
                            done(workspace.users().find(office.owner, new EmailAddress("bo@example.com")))
                                    .actor()));

            assertThat(List.of(login.shown(), session.shown(), child.shown(), other.shown()))
                    .extracting(this::of)
                    .containsOnly(new Result.Unknown());
        }
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void a_session_that_was_made_with_a_session_ends_with_it_however_that_ends() {
        for (var end : List.of("end", "revoke", "logout everywhere")) {
            try (var login = office.login("ana@example.com", PASSWORD);
                    var parent = session(login.caller(Face.AGENT_VAULT), VaultRole.ADMIN);
                    var child = session(caller(parent.shown()), VaultRole.MEMBER);
                    var grandchild = session(caller(child.shown()), VaultRole.PROXY)) {
                switch (end) {
                    case "end" ->
                        done(workspace
                                .sessions()
                                .end(office.owner, parent.session().id()));
                    case "revoke" ->
                        done(workspace
                                .sessions()
                                .revoke(office.owner, vault, parent.session().publicId()));
                    default ->
                        done(workspace
                                .logins()
                                .revoke(office.owner, login.login().publicId()));
                }
                assertThat(List.of(parent.shown(), child.shown(), grandchild.shown()))
                        .extracting(this::of)
                        .containsOnly(new Result.Unknown());
            }
        }
        assertThat(new Check(office.reopened()).all()).isEmpty();
    }

    @Test
    void somebody_with_a_token_of_before_can_do_nothing_any_more() {
        try (var agent = agent("ci-bot", Until.forever())) {
            var before = caller(agent.shown());
            done(workspace.actors().rotate(office.owner, agent.actor(), Until.forever()))
                    .close();

            assertThat(Office.refused(workspace.credentials().list(before, vault)))
                    .isEqualTo(Problem.Code.FORBIDDEN);
        }
    }

    @Test
    void the_database_is_not_asked_while_nothing_changes() {
        var asked = new AtomicInteger();
        var counted = office.server(new CountedStore(store, asked));
        try (var agent = agent("ci-bot", Until.forever());
                var session = session(office.owner, Until.forever())) {
            counted.authentication().confirm();
            var shown = List.of(agent.shown(), session.shown());
            for (var token : shown) counted.authentication().of(token, Face.PROXY);
            var caller = caller(agent.shown());
            counted.authentication().rights(caller, vault);
            asked.set(0);
            for (int i = 0; i < 100; i++) {
                assertThat(shown)
                        .allMatch(token -> counted.authentication().of(token, Face.PROXY) instanceof Result.Known);
                assertThat(counted.authentication().rights(caller, vault)).isPresent();
            }
            assertThat(asked).hasValue(0);
            counted.authentication().confirm();
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void what_another_server_changes_is_seen_when_it_is_confirmed() {
        var other = office.server(store);
        try (var agent = agent("ci-bot", Until.forever())) {
            other.authentication().confirm();
            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isInstanceOf(Result.Known.class);
            var caller = caller(agent.shown());
            assertThat(other.authentication()
                            .rights(caller, vault)
                            .orElseThrow()
                            .roleIn(vault))
                    .contains(VaultRole.MEMBER);
            done(workspace.grants().change(office.owner, vault, agent.actor().id(), VaultRole.PROXY));
            other.authentication().confirm();
            assertThat(other.authentication()
                            .rights(caller, vault)
                            .orElseThrow()
                            .roleIn(vault))
                    .contains(VaultRole.PROXY);
            done(workspace.actors().revoke(office.owner, agent.actor()));
            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isInstanceOf(Result.Known.class);

            other.authentication().confirm();

            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isEqualTo(new Result.Unknown());
        }
    }

    @Test
    void nobody_is_let_in_on_what_was_not_confirmed_for_five_seconds() {
        try (var agent = agent("ci-bot", Until.forever())) {
            var start = office.now();
            office.moveTo(start.plusSeconds(5));
            assertThat(of(agent.shown())).isInstanceOf(Result.Known.class);
            office.moveTo(start.plusMillis(5_001));
            assertThat(of(agent.shown())).isEqualTo(new Result.Stale());
            assertThat(workspace.authentication().stale()).isTrue();
            office.moveTo(start.minusMillis(5_001));
            assertThat(of(agent.shown())).isEqualTo(new Result.Stale());
            workspace.authentication().confirm();
            assertThat(of(agent.shown())).isInstanceOf(Result.Known.class);
        }
    }

    @Test
    void a_server_that_never_confirmed_lets_nobody_in() {
        try (var agent = agent("ci-bot", Until.forever())) {
            assertThat(office.server(store).authentication().of(agent.shown(), Face.PROXY))
                    .isEqualTo(new Result.Stale());
        }
    }

    @Test
    void a_database_that_was_set_back_is_not_believed() {
        var other = office.server(store);
        try (var agent = agent("ci-bot", Until.forever())) {
            var before = store.copy();
            done(workspace.actors().revoke(office.owner, agent.actor()));
            other.authentication().confirm();
            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isEqualTo(new Result.Unknown());
            store.restore(before);
            other.authentication().confirm();

            assertThatThrownBy(() -> other.authentication().of(agent.shown(), Face.PROXY))
                    .isInstanceOf(IntegrityBroken.class);
        }
    }

    @Test
    void a_changed_row_is_found_by_a_server_that_has_not_seen_the_change_before_it() {
        var other = office.server(store);
        try (var agent = agent("ci-bot", Until.forever())) {
            other.authentication().confirm();
            other.authentication().of(agent.shown(), Face.PROXY);
            try (var second = agent("second-bot", Until.forever())) {
                store.spoil("actor", second.actor().id());
            }
            other.authentication().confirm();

            assertThatThrownBy(() -> other.authentication().of(agent.shown(), Face.PROXY))
                    .isInstanceOf(IntegrityBroken.class);
        }
    }

    @Test
    void uses_of_logins_are_gathered_and_written_down_together() {
        try (var login = office.login("ana@example.com", PASSWORD)) {
            var authentication = workspace.authentication();
            assertThat(of(login.shown())).isInstanceOf(Result.Known.class);
            assertThat(authentication.takeUses()).isEmpty();
            moveBy(Duration.ofMinutes(2));
            of(login.shown());
            of(login.shown());

            assertThat(done(workspace.logins().used(authentication.takeUses()))).isEqualTo(1);
            assertThat(done(workspace.logins().list(login.caller(Face.AGENT_VAULT)))
                            .getFirst()
                            .usedAt())
                    .isEqualTo(office.now());
            of(login.shown());
            assertThat(authentication.takeUses()).isEmpty();
        }
    }

    private Actors.Issued agent(String name, Until until) {
        var shares = List.of(new Session.Share(vault, VaultRole.MEMBER));
        return done(workspace
                .agents()
                .create(office.owner, new Agents.Plan(new Slug(name), InstanceRole.NO_ACCESS, shares, until)));
    }

    private Sessions.Issued session(Caller caller, Until until) {
        return session(caller, VaultRole.PROXY, until);
    }

    private Sessions.Issued session(Caller caller, VaultRole role) {
        return session(caller, role, Until.forever());
    }

    private Sessions.Issued session(Caller caller, VaultRole role, Until until) {
        var shares = List.of(new Session.Share(vault, role));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        return done(workspace.sessions().create(caller, shares, egress, "", until));
    }

    private void moveBy(Duration time) {
        office.moveTo(office.now().plus(time));
        workspace.authentication().confirm();
    }

    private Result of(Secret shown) {
        return workspace.authentication().of(shown, Face.PROXY);
    }

    private Caller caller(Secret shown) {
        if (of(shown) instanceof Result.Known(var caller, var _, var _)) return caller;
        throw new AssertionError("not known");
    }
}
