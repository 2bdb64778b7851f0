package agentvault.workspace;

import static agentvault.workspace.Office.done;
import static agentvault.workspace.Office.refused;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.VaultRole;
import agentvault.crypto.SealedRow;
import agentvault.definition.Definition;
import agentvault.definition.WorkSession;
import agentvault.id.Face;
import agentvault.vault.Metadata;
import agentvault.vault.Slug;
import agentvault.vault.UnmatchedHosts;
import agentvault.vault.Until;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// When work sessions go that nobody works in any more.
class TidyingTest {

    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final Office office = Office.inMemory();
    private final Workspace workspace = office.workspace;
    private final Tidying tidying = new Tidying(workspace);
    private final WorkSessions works = new WorkSessions(workspace);
    private final Caller qoder = office.apiKey("qoder", Face.QODER);
    private final Definition agent = done(workspace
            .definitions()
            .create(
                    qoder,
                    new Slug("reviewer"),
                    "Reviewer",
                    new Definition.Content("claude-sonnet-4-6", List.of(), List.of(), List.of())));

    @AfterEach
    void close() {
        assertThat(new Check(office.reopened()).all()).isEmpty();
        office.close();
    }

    private WorkSession begun() {
        var vault = done(workspace.vaults().create(qoder, Vaults.Naming.of("Work")));
        var shares = List.of(new Session.Share(vault.id(), VaultRole.PROXY));
        var egress = new Session.Egress(UnmatchedHosts.PASSTHROUGH, List.of());
        var until = Until.at(office.now().plus(WorkSessions.TOKEN_LIFE));
        try (var issued = done(workspace.sessions().create(qoder, shares, egress, "", until))) {
            var subject = new WorkSession.Subject(agent.id(), new WorkSession.Place.Anywhere());
            return done(works.begin(qoder, issued.session(), new WorkSessions.Plan(subject, "Title", Metadata.EMPTY)));
        }
    }

    private void pass(Duration time) {
        office.moveTo(office.now().plus(time));
    }

    /// It is there until so much time has passed, and then nothing of it is.
    private void goes(WorkSession work, Duration time) {
        pass(time.minus(MOMENT));
        tidying.tidy();
        assertThat(done(works.find(qoder, work.id())).session().id()).isEqualTo(work.id());
        pass(MOMENT);
        assertThat(tidying.tidy()).isPositive();
        assertThat(refused(works.find(qoder, work.id()))).isEqualTo(Problem.Code.NOT_FOUND);
        assertThat(workspace.remembered(work.scope()).rows()).noneMatch(row -> belongs(row, work));
    }

    private static boolean belongs(SealedRow row, WorkSession work) {
        if (row instanceof Token token) return token.subjectId().equals(work.session());
        return row.id().equals(work.id()) || row.id().equals(work.session());
    }

    @Test
    void an_archived_work_session_can_be_read_for_thirty_days() {
        var work = begun();
        done(works.archive(qoder, work.id()));

        goes(work, Tidying.KEPT);
    }

    @Test
    void a_work_session_that_gets_no_other_token_goes_thirty_days_after_its_token_ended() {
        goes(begun(), WorkSessions.TOKEN_LIFE.plus(Tidying.KEPT));
    }

    @Test
    void another_token_keeps_a_work_session_however_late_it_is_asked_for() {
        var work = begun();
        pass(WorkSessions.TOKEN_LIFE.plus(Tidying.KEPT).minus(MOMENT));
        done(works.renew(qoder, work.id())).close();

        goes(work, WorkSessions.TOKEN_LIFE.plus(Tidying.KEPT));
    }

    @Test
    void a_work_session_whose_right_was_ended_goes_thirty_days_later() {
        var work = begun();
        done(workspace.sessions().end(qoder, work.session()));

        goes(work, Tidying.KEPT);
    }
}
