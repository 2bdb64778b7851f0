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
public record WorkSession(Id id, Id session, Subject subject, String title, Status status, Metadata metadata, Life life)
        implements SealedRow {

    /// What is worked with.
    ///
    /// @param place the environment in which it is done
    public record Subject(Id definition, Place place) {}

    public sealed interface Place {
        /// None was named.
        record Anywhere() implements Place {}

        record InEnvironment(Id environment) implements Place {}
    }

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
        return new WorkSession(id, session, subject, newTitle, newStatus, labels, life.updated(now));
    }

    public WorkSession archived(Instant now) {
        return new WorkSession(id, session, subject, title, status, metadata, life.archived(now));
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
        var out = row(1).id(session).id(subject.definition()).text(title).text(status.name());
        metadata.writeTo(out);
        if (subject.place() instanceof Place.InEnvironment(var environment)) out.id(environment);
        life.writeTo(out);
        return out.bytes();
    }
}
