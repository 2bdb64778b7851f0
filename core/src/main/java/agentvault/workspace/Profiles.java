package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.ApiKey;
import agentvault.access.Grant;
import agentvault.access.Token;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Vault;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Gathers what lists show of actors.
final class Profiles {

    private final Workspace.View view;
    private final Contents workspace;
    private final Instant now;

    Profiles(Workspace workspace, Workspace.View view) {
        this.view = view;
        this.workspace = view.contents().apply(workspace.scope());
        this.now = workspace.clock().instant();
    }

    Actors.Profile of(Actor actor) {
        return new Actors.Profile(actor, places(actor.id()), tokens(actor.id()));
    }

    /// Without the vaults.
    Actors.Profile nameOf(Actor actor) {
        return new Actors.Profile(actor, List.of(), tokens(actor.id()));
    }

    List<Actor> all(Actor.Kind kind) {
        return workspace
                .all(Actor.class, actor -> actor.life().active() && actor.name().kind() == kind)
                .stream()
                .sorted(Comparator.comparing(actor -> actor.life().created()))
                .toList();
    }

    Optional<Actor> named(Actor.Name name) {
        return workspace.one(
                Actor.class, actor -> actor.life().active() && actor.name().equals(name));
    }

    Optional<Actor> find(Id actor) {
        return workspace.find(Actor.class, actor);
    }

    /// What an API key has beside what every actor has.
    Optional<ApiKey> key(Id actor) {
        return workspace.one(ApiKey.class, key -> key.actor().equals(actor));
    }

    /// Where an actor has a role, the oldest vault first.
    List<Actors.Place> places(Id actor) {
        Function<Id, Contents> vault = id -> view.contents().apply(Scope.vault(id));
        return view.reading().grantedTo(actor).stream()
                .map(vault)
                .flatMap(contents -> place(contents, actor).stream())
                .sorted(Comparator.comparing(place -> place.vault().life().created()))
                .toList();
    }

    static Optional<Actors.Place> place(Contents contents, Id actor) {
        return contents.one(Vault.class, vault -> vault.life().active())
                .flatMap(vault -> contents.one(
                                Grant.class, grant -> grant.actor().equals(actor))
                        .map(Grant::role)
                        .<Actors.Place>map(role -> new Actors.Place(vault, role)));
    }

    /// What an actor shows, whether it still counts or not.
    Optional<Token> token(Id actor) {
        return workspace.one(Token.class, token -> token.subjectId().equals(actor));
    }

    private List<Token> tokens(Id actor) {
        return workspace.all(Token.class, token -> token.subjectId().equals(actor) && token.live(now));
    }
}
