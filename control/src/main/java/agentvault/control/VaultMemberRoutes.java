package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.access.AgentInvite;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.id.Id;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.trail.Entry;
import agentvault.vault.Slug;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.AgentInvites;
import agentvault.workspace.Directory;
import agentvault.workspace.Workspace;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Who is in a vault: users, agents and API keys with their roles.
record VaultMemberRoutes(Workspace workspace, VaultNames names) {

    List<Route> routes() {
        return List.of(
                Route.callers("GET", "/v1/vaults/{vault}/users", this::users),
                Route.callers("POST", "/v1/vaults/{vault}/users", this::addUser),
                Route.callers("DELETE", "/v1/vaults/{vault}/users/{email}", this::removeUser),
                Route.callers("POST", "/v1/vaults/{vault}/users/{email}/role", this::changeUser),
                Route.callers("GET", "/v1/vaults/{vault}/agents", this::agents),
                Route.callers("POST", "/v1/vaults/{vault}/agents", call -> add(call, Actor.Kind.AGENT)),
                Route.callers("DELETE", "/v1/vaults/{vault}/agents/{agent}", call -> remove(call, agent(call))),
                Route.callers("POST", "/v1/vaults/{vault}/agents/{agent}/role", call -> change(call, agent(call))),
                Route.callers("GET", "/v1/vaults/{vault}/api-keys", this::apiKeys),
                Route.callers("POST", "/v1/vaults/{vault}/api-keys", call -> add(call, Actor.Kind.API_KEY)),
                Route.callers("DELETE", "/v1/vaults/{vault}/api-keys/{name}", call -> remove(call, apiKey(call))),
                Route.callers("POST", "/v1/vaults/{vault}/api-keys/{name}/role", call -> change(call, apiKey(call))));
    }

    private Answer users(Call call) {
        var vault = names.inPath(call);
        var members = members(call, vault, Actor.Kind.USER)
                .map(member -> new Document()
                        .with("email", member.actor().name().text())
                        .with("role", member.role())
                        .with("status", "active"));
        var invited = done(workspace.invites().to(call.caller(), vault.id())).stream()
                .map(invite -> new Document()
                        .with("email", invite.address().text())
                        .with("role", offered(invite.offer().vaults(), vault.id()))
                        .with("status", "pending"));
        return Answers.ok(
                new Document().withAll("users", Stream.concat(members, invited).toList()));
    }

    private static VaultRole offered(List<Session.Share> offer, Id vault) {
        return offer.stream()
                .filter(share -> share.vault().equals(vault))
                .findFirst()
                .orElseThrow()
                .role();
    }

    private Answer addUser(Call call) {
        var vault = names.inPath(call);
        var body = call.body();
        var email = body.text("email");
        var role = userRole(body, body.choice("role", VaultRole.class, VaultRole.MEMBER));
        var grant = done(workspace.grants().give(call.caller(), vault.id(), actor(Actor.Kind.USER, email), role));
        return Answers.created(new Document().with("email", email).with("role", grant.role()));
    }

    private Answer removeUser(Call call) {
        var vault = names.inPath(call);
        var email = call.path("email");
        done(workspace.grants().take(call.caller(), vault.id(), actor(Actor.Kind.USER, email)));
        return Answers.message("Removed " + email + " from vault " + vault.slug() + ".");
    }

    private Answer changeUser(Call call) {
        var vault = names.inPath(call);
        var email = call.path("email");
        var body = call.body();
        var role = userRole(body, body.choice("role", VaultRole.class));
        done(workspace.grants().change(call.caller(), vault.id(), actor(Actor.Kind.USER, email), role));
        return Answers.ok(new Document()
                .with("email", email)
                .with("role", role)
                .with("message", email + " is " + Members.word(role) + " of vault " + vault.slug() + " now."));
    }

    private Answer agents(Call call) {
        var vault = names.inPath(call);
        var agents = members(call, vault, Actor.Kind.AGENT)
                .map(member -> new Document()
                        .with("name", member.actor().name().text())
                        .with("agent_id", member.actor().id().toString())
                        .with("vault_role", member.role())
                        .with("status", member.actor().standing()));
        var invited = done(workspace.agents().invites().to(call.caller(), vault.id())).stream()
                .flatMap(invite -> expected(invite, vault.id()).stream());
        return Answers.ok(
                new Document().withAll("agents", Stream.concat(agents, invited).toList()));
    }

    /// Nothing for one that is to choose its name itself.
    private static Optional<Document> expected(AgentInvite invite, Id vault) {
        return invite.whom() instanceof AgentInvite.Whom.Named(var name)
                ? Optional.of(new Document()
                        .with("name", name.text())
                        .with("vault_role", offered(invite.offer().vaults(), vault))
                        .with("status", "pending"))
                : Optional.empty();
    }

    private Answer apiKeys(Call call) {
        var vault = names.inPath(call);
        var keys = members(call, vault, Actor.Kind.API_KEY)
                .map(member -> new Document()
                        .with("name", member.actor().name().text())
                        .with("vault_role", member.role())
                        .with("status", member.actor().active() ? "active" : "deactivated"));
        return Answers.ok(new Document().withAll("api_keys", keys.toList()));
    }

    /// An agent or an API key, by its name.
    private record Named(Actor.Kind kind, String name) {}

    private static Named agent(Call call) {
        return new Named(Actor.Kind.AGENT, call.path("agent"));
    }

    private static Named apiKey(Call call) {
        return new Named(Actor.Kind.API_KEY, call.path("name"));
    }

    private Answer add(Call call, Actor.Kind kind) {
        var vault = names.inPath(call);
        var body = call.body();
        var name = body.text("name");
        var role = body.choice("role", VaultRole.class, VaultRole.PROXY);
        var added = "Added " + name + " to vault " + vault.slug() + " as " + Members.word(role);
        var whom = new Named(kind, name);
        if (hasNotCome(whom)) {
            done(invites().give(call.caller(), vault.id(), new Slug(name), role));
            return Answers.created(new Document().with("message", added + ": it counts when it takes its invite."));
        }
        done(workspace.grants().give(call.caller(), vault.id(), actor(kind, name), role));
        return Answers.created(new Document().with("message", added + "."));
    }

    private Answer remove(Call call, Named whom) {
        var vault = names.inPath(call);
        if (hasNotCome(whom)) done(invites().take(call.caller(), vault.id(), new Slug(whom.name())));
        else done(workspace.grants().take(call.caller(), vault.id(), actor(whom.kind(), whom.name())));
        return Answers.message("Removed " + whom.name() + " from vault " + vault.slug() + ".");
    }

    private Answer change(Call call, Named whom) {
        var vault = names.inPath(call);
        var role = call.body().choice("role", VaultRole.class);
        var before = changed(call, vault, whom, role);
        return Answers.ok(new Document()
                .with("message", whom.name() + " is " + Members.word(role) + " of vault " + vault.slug() + " now.")
                .with("old_role", before)
                .with("new_role", role));
    }

    /// The role before.
    private VaultRole changed(Call call, Vault vault, Named whom, VaultRole role) {
        if (hasNotCome(whom)) {
            var invite = done(invites().change(call.caller(), vault.id(), new Slug(whom.name()), role));
            return offered(invite.offer().vaults(), vault.id());
        }
        var actor = actor(whom.kind(), whom.name());
        var before = role(call, vault, actor, role);
        done(workspace.grants().change(call.caller(), vault.id(), actor, role));
        return before;
    }

    /// Whether it is an agent that was invited and is not there yet: then its invite is what is edited.
    private boolean hasNotCome(Named whom) {
        return whom.kind() == Actor.Kind.AGENT
                && Slug.valid(whom.name())
                && actor(whom.kind(), whom.name()).equals(Entry.NONE)
                && invites().expects(new Slug(whom.name()));
    }

    private AgentInvites invites() {
        return workspace.agents().invites();
    }

    private VaultRole role(Call call, Vault vault, Id actor, VaultRole otherwise) {
        return done(workspace.directory().members(call.caller(), vault.id())).stream()
                .filter(member -> member.actor().id().equals(actor))
                .map(Directory.Member::role)
                .findFirst()
                .orElse(otherwise);
    }

    private Stream<Directory.Member> members(Call call, Vault vault, Actor.Kind kind) {
        return done(workspace.directory().members(call.caller(), vault.id())).stream()
                .filter(member -> member.actor().name().kind() == kind);
    }

    /// Nobody, if there is none of that name: the operation then says so to whoever may ask.
    private Id actor(Actor.Kind kind, String name) {
        if (name.isBlank() || name.length() > 255) return Entry.NONE;
        return workspace
                .directory()
                .actor(new Actor.Name(kind, name))
                .map(Actor::id)
                .orElse(Entry.NONE);
    }

    private static VaultRole userRole(Members body, VaultRole role) {
        if (role == VaultRole.PROXY) throw new Unfit(body.at("role"), "A user is member or admin of a vault.");
        return role;
    }
}
