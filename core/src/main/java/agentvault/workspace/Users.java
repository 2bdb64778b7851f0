package agentvault.workspace;

import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Permissions.Target;
import agentvault.id.Id;
import java.util.List;
import java.util.Optional;

/// The people of a workspace. They come by [Registration] or [Invites]; their roles are set as those of all [Actors].
public final class Users {

    private final Workspace workspace;

    Users(Workspace workspace) {
        this.workspace = workspace;
    }

    /// All users; in which vaults they are, is for owners.
    public Outcome<List<Actors.Profile>> list(Caller caller) {
        var ask = new Workspace.Ask(caller, Action.LIST_ACTORS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(ask, view -> {
            var profiles = new Profiles(workspace, view);
            boolean owner = profiles.find(caller.actor())
                    .filter(actor -> actor.role() == InstanceRole.OWNER)
                    .isPresent();
            return Outcome.done(profiles.all(Actor.Kind.USER).stream()
                    .map(user -> owner ? profiles.of(user) : profiles.nameOf(user))
                    .toList());
        });
    }

    /// One user with their vaults: oneself, or for owners anybody.
    public Outcome<Actors.Profile> find(Caller caller, EmailAddress address) {
        var user = named(workspace.remembered(workspace.scope()), address);
        Target about = user.<Target>map(Target.OfActor::new).orElse(new Target.OfWorkspace());
        var ask = new Workspace.Ask(caller, Action.READ_USER, about, List.of(), List.of(), "");
        return workspace.look(ask, view -> {
            var profiles = new Profiles(workspace, view);
            return profiles.named(address.name())
                    .map(profiles::of)
                    .<Outcome<Actors.Profile>>map(Outcome::done)
                    .orElseGet(() -> Outcome.refused(NOT_FOUND, "User not found."));
        });
    }

    /// An owner removes a user, with everything that gives them access.
    public Outcome<Actor> delete(Caller caller, Actor user) {
        if (user.name().kind() != Actor.Kind.USER) return Outcome.refused(NOT_FOUND, "User not found.");
        return new Removal(workspace, user).asked(caller, Action.DELETE_USERS);
    }

    /// The caller removes themselves; an owner does not.
    public Outcome<Actor> deleteOwn(Caller caller) {
        var user = workspace.remembered(workspace.scope()).find(Actor.class, caller.actor());
        if (user.isEmpty()) return Outcome.refused(NOT_FOUND, "User not found.");
        if (user.get().role() == InstanceRole.OWNER) {
            return Outcome.refused(
                    CONFLICT, "An owner cannot delete their own account: have another owner make you a member first.");
        }
        return new Removal(workspace, user.get()).asked(caller, Action.MANAGE_OWN_LOGIN);
    }

    /// Who has this address, confirmed or not; it says nothing about who may know.
    Optional<Id> idOf(EmailAddress address) {
        return workspace
                .lookByItself(view -> named(view.contents().apply(workspace.scope()), address))
                .map(Actor::id);
    }

    static Optional<Actor> named(Contents workspace, EmailAddress address) {
        return workspace.one(
                Actor.class, actor -> actor.life().active() && actor.name().equals(address.name()));
    }
}
