package agentvault.store;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import agentvault.workspace.Actors;
import agentvault.workspace.Agents;
import agentvault.workspace.Authentication.Result;
import agentvault.workspace.Office;
import agentvault.workspace.Sessions;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Workspace;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Two servers on one PostgreSQL database: what one takes away, the other knows when it has asked.
class TwoWorkspacesTest {

    private final String schema = PostgresServer.newSchema();
    private final PostgresStore otherStore = PostgresStore.open(PostgresServer.url(), schema);
    private final Office office = new Office(PostgresStore.open(PostgresServer.url(), schema));
    private final Workspace one = office.workspace;
    private final Workspace other = office.server(otherStore);
    private final Id vault = office.vault("my-vault").id();

    @AfterEach
    void close() {
        office.close();
        otherStore.close();
    }

    @Test
    void what_is_revoked_on_one_is_gone_on_the_other() {
        try (var agent = agent();
                var session = session();
                var login = office.login("ana@example.com", Office.PASSWORD)) {
            var shown = List.of(agent.shown(), session.shown(), login.shown());
            other.authentication().confirm();
            assertThat(shown).allMatch(token -> other.authentication().of(token, Face.PROXY) instanceof Result.Known);

            done(one.actors().revoke(office.owner, agent.actor()));
            done(one.sessions().end(office.owner, session.session().id()));
            done(one.logins().revoke(office.owner, login.login().publicId()));
            other.authentication().confirm();

            assertThat(shown)
                    .extracting(token -> other.authentication().of(token, Face.PROXY))
                    .containsOnly(new Result.Unknown());
        }
    }

    @Test
    void what_is_made_on_one_is_known_on_the_other() {
        other.authentication().confirm();
        try (var agent = agent()) {
            other.authentication().confirm();

            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isInstanceOf(Result.Known.class);
        }
    }

    @Test
    void a_grant_that_is_taken_on_one_gives_nothing_on_the_other() {
        try (var agent = agent()) {
            other.authentication().confirm();
            var known = (Result.Known) other.authentication().of(agent.shown(), Face.PROXY);
            assertThat(other.authentication()
                            .rights(known.caller(), vault)
                            .orElseThrow()
                            .roles())
                    .containsEntry(vault, VaultRole.PROXY);
            done(one.grants().take(office.owner, vault, agent.actor().id()));
            other.authentication().confirm();

            assertThat(other.authentication()
                            .rights(known.caller(), vault)
                            .orElseThrow()
                            .roles())
                    .isEmpty();
        }
    }

    @Test
    void a_server_whose_database_does_not_answer_lets_nobody_in_after_five_seconds() {
        try (var agent = agent()) {
            other.authentication().confirm();
            other.authentication().of(agent.shown(), Face.PROXY);
            otherStore.close();
            assertThatThrownBy(() -> other.authentication().confirm()).isInstanceOf(StoreUnavailable.class);
            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isInstanceOf(Result.Known.class);
            office.moveTo(office.now().plusSeconds(6));

            assertThat(other.authentication().of(agent.shown(), Face.PROXY)).isEqualTo(new Result.Stale());
        }
    }

    private Actors.Issued agent() {
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var plan = new Agents.Plan(new Slug("ci-bot"), InstanceRole.NO_ACCESS, shares, Until.forever());
        return done(one.agents().create(office.owner, plan));
    }

    private Sessions.Issued session() {
        var shares = List.of(new Session.Share(vault, VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.DENY, List.of());
        return done(one.sessions().create(office.owner, shares, egress, "", Until.forever()));
    }
}
