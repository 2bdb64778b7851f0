package agentvault.store;

import agentvault.access.Actor;
import agentvault.access.InstanceRole;
import agentvault.crypto.Scope;
import java.util.Set;

final class ActorRows extends RowMap<Actor> {

    ActorRows() {
        super("actor", Actor.class, Set.of(Scope.Kind.WORKSPACE), "kind name role standing created_by", LIFE);
    }

    @Override
    void write(Actor actor, Values to) {
        to.word("kind", actor.name().kind())
                .text("name", actor.name().text())
                .word("role", actor.role())
                .word("standing", actor.standing())
                .id("created_by", actor.createdBy())
                .life(actor.life());
    }

    @Override
    Actor read(Cells from) {
        return new Actor(
                from.id("id"),
                from.id("scope_id"),
                new Actor.Name(from.word("kind", Actor.Kind.class), from.text("name")),
                from.word("role", InstanceRole.class),
                from.word("standing", Actor.Standing.class),
                from.id("created_by"),
                from.life());
    }
}
