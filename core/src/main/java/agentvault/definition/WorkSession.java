package agentvault.definition;

import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Metadata;
import java.time.Instant;

/// What Qoder and Anthropic call a session: a piece of work with a title and a status, which owns the right to use
/// vaults.
///
/// @param session the [agentvault.access.Session] it owns; ends with it
public record WorkSession(Id id, Id session, Id definition, String title, Status status, Metadata metadata, Life life)
        implements SealedRow {

    public enum Status {
        IDLE,
        RUNNING,
        CANCELING,
        TERMINATED
    }

    public WorkSession {
        FreeText.checked("a session's title", title);
    }

    public WorkSession with(String newTitle, Status newStatus, Metadata labels, Instant now) {
        return new WorkSession(id, session, definition, newTitle, newStatus, labels, life.updated(now));
    }

    public WorkSession archived(Instant now) {
        return new WorkSession(id, session, definition, title, status, metadata, life.archived(now));
    }

    @Override
    public Scope scope() {
        return Scope.shortLived(session);
    }

    @Override
    public String table() {
        return "work_session";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).id(session).id(definition).text(title).text(status.name());
        metadata.writeTo(out);
        life.writeTo(out);
        return out.bytes();
    }
}
