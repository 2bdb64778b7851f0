package agentvault.workspace;

import static agentvault.workspace.Problem.Code.NOT_FOUND;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.InstanceRole;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.access.TokenKind;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Makes, shows, names and deletes agents. Their tokens are replaced and revoked as those of API keys are: see
/// [Actors].
public final class Agents {

    private final Workspace workspace;

    Agents(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What an agent is made with.
    ///
    /// @param vaults given by an owner, or by an admin of each
    public record Plan(Slug name, InstanceRole role, List<Session.Share> vaults, Until until) {
        public Plan {
            vaults = List.copyOf(vaults);
        }
    }

    /// Makes an agent with its token and its roles in vaults.
    public Outcome<Actors.Issued> create(Caller caller, Plan plan) {
        var action = plan.role() == InstanceRole.OWNER ? Action.CREATE_OWNERS : Action.CREATE_AGENTS;
        var name = new Actor.Name(Actor.Kind.AGENT, plan.name().text());
        var ask = new Workspace.Ask(
                caller,
                action,
                new Target.OfWorkspace(),
                scopes(plan.vaults()),
                List.of(),
                plan.name().text());
        return workspace.change(
                ask,
                transaction -> Assignments.permitted(workspace, transaction, caller, plan.vaults())
                        .then(_ -> Actors.free(transaction, name))
                        .then(free -> {
                            var agent = Actors.insert(transaction, free, plan.role(), caller.actor());
                            Assignments.give(transaction, agent.id(), plan.vaults());
                            return Outcome.done(Actors.issue(transaction, agent, TokenKind.AGENT, plan.until()));
                        }));
    }

    public AgentInvites invites() {
        return new AgentInvites(workspace);
    }

    /// The agents that the caller may know of: an owner all of them, others those they made and those that share a
    /// vault with them.
    public Outcome<List<Actors.Profile>> list(Caller caller) {
        return workspace.look(listing(caller), view -> {
            var profiles = new Profiles(workspace, view);
            var visible = visible(profiles, view, caller);
            return Outcome.done(profiles.all(Actor.Kind.AGENT).stream()
                    .filter(agent -> visible.contains(agent.id()))
                    .map(profiles::of)
                    .toList());
        });
    }

    /// An agent by its name; one that the caller may not know of is not there.
    public Outcome<Actors.Profile> find(Caller caller, Slug name) {
        return workspace.look(listing(caller), view -> {
            var profiles = new Profiles(workspace, view);
            var visible = visible(profiles, view, caller);
            return profiles.named(new Actor.Name(Actor.Kind.AGENT, name.text()))
                    .filter(agent -> visible.contains(agent.id()))
                    .map(profiles::of)
                    .<Outcome<Actors.Profile>>map(Outcome::done)
                    .orElseGet(Agents::notFound);
        });
    }

    public Outcome<Actor> rename(Caller caller, Actor agent, Slug to) {
        if (agent.name().kind() != Actor.Kind.AGENT) return notFound();
        var name = new Actor.Name(Actor.Kind.AGENT, to.text());
        var ask = new Workspace.Ask(
                caller,
                Action.MANAGE_AGENT,
                new Target.OfActor(agent),
                List.of(workspace.scope()),
                List.of(agent.id()),
                "rename to " + to);
        return workspace.change(
                ask,
                transaction -> Actors.found(transaction, agent).then(before -> {
                    if (before.name().equals(name)) return Outcome.done(before);
                    return Actors.free(transaction, name).then(free -> {
                        var after = before.renamed(free.text(), transaction.now());
                        transaction.replace(before, after);
                        return Outcome.done(after);
                    });
                }));
    }

    /// Removes an agent with its tokens, its roles and the sessions that were made from it.
    public Outcome<Actor> delete(Caller caller, Actor agent) {
        if (agent.name().kind() != Actor.Kind.AGENT) return notFound();
        return new Removal(workspace, agent).asked(caller, Action.MANAGE_AGENT);
    }

    private Set<Id> visible(Profiles profiles, Workspace.View view, Caller caller) {
        var all = profiles.all(Actor.Kind.AGENT);
        boolean owner = profiles.find(caller.actor())
                .filter(actor -> actor.role() == InstanceRole.OWNER)
                .isPresent();
        if (owner) return all.stream().map(Actor::id).collect(Collectors.toSet());
        var visible = new HashSet<Id>();
        all.stream()
                .filter(agent ->
                        agent.createdBy().equals(caller.actor()) || agent.id().equals(caller.actor()))
                .forEach(agent -> visible.add(agent.id()));
        profiles.places(caller.actor())
                .forEach(place -> Grants.of(view, place.vault().id()).forEach(grant -> visible.add(grant.actor())));
        return visible;
    }

    private Collection<Scope> scopes(Collection<Session.Share> vaults) {
        var scopes = new HashSet<>(Assignments.scopes(vaults));
        scopes.add(workspace.scope());
        return scopes;
    }

    private static Workspace.Ask listing(Caller caller) {
        return new Workspace.Ask(caller, Action.LIST_ACTORS, new Target.OfWorkspace(), List.of(), List.of(), "");
    }

    private static <T> Outcome<T> notFound() {
        return Outcome.refused(NOT_FOUND, "Agent not found.");
    }
}
