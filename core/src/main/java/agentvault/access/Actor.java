package agentvault.access;

import agentvault.crypto.FreeText;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.vault.Life;
import java.time.Instant;

/// A user, an agent, or an API key: somebody who can hold grants.
public record Actor(Id id, Id workspace, Name name, InstanceRole role, Standing standing, Id createdBy, Life life)
        implements SealedRow {

    public enum Kind {
        USER,
        AGENT,
        API_KEY
    }

    /// What an actor is called: a user's address, an agent's slug, an API key's label.
    public record Name(Kind kind, String text) {
        public Name {
            FreeText.checked("a name", text);
            if (text.isBlank() || text.length() > 255) {
                throw new IllegalArgumentException("a name has 1 to 255 characters");
            }
        }
    }

    public enum Standing {
        /// A user whose address is not confirmed yet.
        UNCONFIRMED,
        ACTIVE,
        /// An agent or API key whose tokens no longer count; rotating an agent brings it back.
        REVOKED
    }

    public boolean active() {
        return standing == Standing.ACTIVE && life.active();
    }

    public Actor with(InstanceRole newRole, Instant now) {
        return new Actor(id, workspace, name, newRole, standing, createdBy, life.updated(now));
    }

    public Actor with(Standing newStanding, Instant now) {
        return new Actor(id, workspace, name, role, newStanding, createdBy, life.updated(now));
    }

    public Actor renamed(String text, Instant now) {
        return new Actor(id, workspace, new Name(name.kind(), text), role, standing, createdBy, life.updated(now));
    }

    @Override
    public Scope scope() {
        return Scope.workspace(workspace);
    }

    @Override
    public String table() {
        return "actor";
    }

    @Override
    public byte[] canonical() {
        var out = row(1).text(name.kind().name())
                .text(name.text())
                .text(role.name())
                .text(standing.name())
                .id(createdBy);
        life.writeTo(out);
        return out.bytes();
    }
}
