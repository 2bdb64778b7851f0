package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.definition.WorkSession;
import java.util.Set;

final class WorkSessionRows extends RowMap<WorkSession> {

    WorkSessionRows() {
        super(
                "work_session",
                WorkSession.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "session definition title status metadata",
                LIFE);
    }

    @Override
    void write(WorkSession work, Values to) {
        to.id("session", work.session())
                .id("definition", work.definition())
                .text("title", work.title())
                .word("status", work.status())
                .json("metadata", MetadataJson.write(work.metadata()))
                .life(work.life());
    }

    @Override
    WorkSession read(Cells from) {
        return new WorkSession(
                from.id("id"),
                from.id("session"),
                from.id("definition"),
                from.text("title"),
                from.word("status", WorkSession.Status.class),
                from.json("metadata", MetadataJson::read),
                from.life());
    }
}
