package agentvault.access;

import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Stamp;
import java.time.Instant;

/// Actors in the few words that a test needs.
final class TestActors {

    static final Id WORKSPACE = new Id(1, 1);
    static final Life LIFE = Life.startedAt(new Stamp(Instant.EPOCH, 1));

    private TestActors() {}

    static Actor actor(Id id, Actor.Kind kind, InstanceRole role, Id createdBy) {
        var name = new Actor.Name(kind, "someone");
        return new Actor(id, WORKSPACE, name, role, Actor.Standing.ACTIVE, createdBy, LIFE);
    }
}
