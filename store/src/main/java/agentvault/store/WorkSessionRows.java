package agentvault.store;

import agentvault.crypto.Scope;
import agentvault.definition.WorkSession;
import agentvault.definition.WorkSession.Place;
import java.util.Set;

final class WorkSessionRows extends RowMap<WorkSession> {

    WorkSessionRows() {
        super(
                "work_session",
                WorkSession.class,
                Set.of(Scope.Kind.SHORT_LIVED),
                "session definition environment title status metadata",
                LIFE);
    }

    @Override
    void write(WorkSession work, Values to) {
        if (work.subject().place() instanceof Place.InEnvironment(var environment)) to.id("environment", environment);
        to.id("session", work.session())
                .id("definition", work.subject().definition())
                .text("title", work.title())
                .word("status", work.status())
                .json("metadata", MetadataJson.write(work.metadata()))
                .life(work.life());
    }

    @Override
    WorkSession read(Cells from) {
        var place =
                from.maybeId("environment").<Place>map(Place.InEnvironment::new).orElse(new Place.Anywhere());
        return new WorkSession(
                from.id("id"),
                from.id("session"),
                new WorkSession.Subject(from.id("definition"), place),
                from.text("title"),
                from.word("status", WorkSession.Status.class),
                from.json("metadata", MetadataJson::read),
                from.life());
    }
}
