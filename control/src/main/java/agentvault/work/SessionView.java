package agentvault.work;

import agentvault.cloud.Manner;
import agentvault.cloud.Times;
import agentvault.definition.Definition;
import agentvault.definition.WorkSession;
import agentvault.document.Document;
import agentvault.id.IdKind;
import agentvault.workspace.WorkSessions.Work;
import java.util.List;
import java.util.Optional;

/// Shows work sessions, without their tokens.
final class SessionView {

    private SessionView() {}

    static Document of(Manner manner, Work work, Definition definition) {
        var session = work.session();
        var document = new Document()
                .with("id", manner.id(IdKind.WORK_SESSION, session.id()))
                .with("type", "session")
                .with("agent", AgentCalls.view(manner, definition));
        if (manner == Manner.QODER) document.with("agent_id", manner.id(IdKind.DEFINITION, definition.id()));
        environment(document, manner, session);
        Times.maybe(document, "title", Optional.of(session.title()).filter(text -> !text.isEmpty()));
        return document.with("status", status(work))
                .with("metadata", Times.labels(session.metadata()))
                .withAll("resources", List.of())
                .withTexts(
                        "vault_ids",
                        work.right().shares().stream()
                                .map(share -> manner.id(IdKind.VAULT, share.vault()))
                                .toList())
                .with("stats", new Document().with("active_seconds", 0).with("duration_seconds", 0))
                .with("usage", new Document())
                .withAll("outcome_evaluations", List.of())
                .and(Times.life(session.life()));
    }

    /// Anthropic's clients take no null for it, as in their protocol there is always one.
    private static void environment(Document document, Manner manner, WorkSession session) {
        if (session.subject().place() instanceof WorkSession.Place.InEnvironment(var id))
            document.with("environment_id", manner.id(IdKind.ENVIRONMENT, id));
        else if (manner == Manner.ANTHROPIC) document.with("environment_id", "");
        else document.withNothing("environment_id");
    }

    /// An archived one stays idle; one whose right somebody else ended is over.
    private static String status(Work work) {
        boolean over = work.session().life().active() && !work.right().life().active();
        return over ? "terminated" : "idle";
    }
}
