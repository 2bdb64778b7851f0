package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static agentvault.workspace.Office.secret;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.vault.Slug;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Links to proposals, their lists, and how they are taken away.
class ProposalsTest {

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Id vault = office.vault("my-vault").id();
    private final Caller agent = office.agent("ci-bot", vault, VaultRole.PROXY);

    @AfterEach
    void close() {
        office.close();
    }

    @Test
    void whoever_has_the_link_reads_the_proposal_for_a_day() {
        try (var created = propose()) {
            assertThat(Office.text(created.link())).matches("av_appr_[0-9a-f]{64}");
            var shown = done(workspace.proposals().shown(created.link()));
            assertThat(shown.proposal()).isEqualTo(created.proposal());
            assertThat(shown.vault().slug()).isEqualTo(new Slug("my-vault"));
            assertThat(shown.by().orElseThrow().name().text()).isEqualTo("ci-bot");
            done(workspace.proposals().delete(office.owner, vault, 1));
            assertThat(done(workspace.proposals().shown(created.link()))
                            .proposal()
                            .pending())
                    .isFalse();
            office.moveTo(office.now().plus(Duration.ofDays(1)));

            assertThat(refused(workspace.proposals().shown(created.link()))).isEqualTo(Problem.Code.ALREADY_ENDED);
            propose().close();
            assertThat(refused(workspace.proposals().shown(created.link()))).isEqualTo(Problem.Code.NOT_FOUND);
        }
        try (var none = secret("av_appr_" + "0".repeat(64));
                var other = secret("nothing")) {
            assertThat(refused(workspace.proposals().shown(none))).isEqualTo(Problem.Code.NOT_FOUND);
            assertThat(refused(workspace.proposals().shown(other))).isEqualTo(Problem.Code.NOT_FOUND);
        }
    }

    @Test
    void a_deleted_proposal_is_in_no_list_and_its_agent_is_told() {
        propose().close();
        propose().close();
        assertThat(done(workspace.vaults().known(office.owner)).getLast().pending())
                .isEqualTo(2);
        done(workspace.proposals().delete(office.owner, vault, 1));

        assertThat(done(workspace.proposals().list(agent, vault)))
                .extracting(Proposal::number)
                .containsExactly(2L);
        assertThat(done(workspace.proposals().find(agent, vault, 1)).endedAs(Proposal.Ending.DELETED))
                .isTrue();
        assertThat(refused(workspace.proposals().delete(office.owner, vault, 1)))
                .isEqualTo(Problem.Code.ALREADY_ENDED);
        try (var third = propose()) {
            assertThat(third.proposal().number()).isEqualTo(3);
        }
    }

    @Test
    void an_agent_deletes_no_proposal() {
        propose().close();

        assertThat(refused(workspace.proposals().delete(agent, vault, 1))).isEqualTo(Problem.Code.FORBIDDEN);
    }

    private Proposals.Created propose() {
        var request = new Request(List.of(new ServiceChange.Remove(new Slug("github"))), List.of(), "", "");
        return done(workspace.proposals().create(agent, vault, request, Map.of()));
    }
}
