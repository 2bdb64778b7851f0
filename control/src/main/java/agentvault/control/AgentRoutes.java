package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.access.AgentInvite;
import agentvault.access.InstanceRole;
import agentvault.access.Session;
import agentvault.access.VaultRole;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.id.Id;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import agentvault.wire.Answer;
import agentvault.workspace.Actors;
import agentvault.workspace.Agents;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Agents: making, finding, naming, rotating, revoking and deleting them.
record AgentRoutes(Workspace workspace, VaultNames names, Skills skills, InstantSource clock) {

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/agents", this::create),
                Route.callers("GET", "/v1/agents", this::list),
                Route.callers("GET", "/v1/agents/{agent}", this::find),
                Route.callers("DELETE", "/v1/agents/{agent}", this::revoke),
                Route.callers("POST", "/v1/agents/{agent}/delete", this::delete),
                Route.callers("POST", "/v1/agents/{agent}/rotate", this::rotate),
                Route.callers("POST", "/v1/agents/{agent}/rename", this::rename),
                Route.callers("POST", "/v1/agents/{agent}/role", this::changeRole));
    }

    private Answer create(Call call) {
        var body = call.body();
        var name = AgentNames.read(body);
        var role = body.choice("role", InstanceRole.class, InstanceRole.NO_ACCESS);
        var shares = Shares.read(
                body, VaultRole.PROXY, vault -> names.named(call, vault).id());
        var plan = new Agents.Plan(name, role, shares, until(body));
        var issued = done(sayingTaken(workspace.agents().create(call.caller(), plan), name));
        return Answers.created(new Document()
                .with("av_agent_token", issued.shown())
                .with("name", name.text())
                .with("role", role)
                .withAll("vaults", granted(shares))
                .with("created_at", issued.actor().life().created().at()));
    }

    private List<Document> granted(List<Session.Share> shares) {
        return Shares.write(workspace, shares);
    }

    private static <T> Outcome<T> sayingTaken(Outcome<T> outcome, Slug name) {
        boolean taken = outcome instanceof Outcome.Refused<T>(var problem) && problem.code() == Problem.Code.CONFLICT;
        return taken
                ? Outcome.refused(Problem.Code.CONFLICT, "An agent named \"" + name + "\" already exists.")
                : outcome;
    }

    private Answer list(Call call) {
        var agents = done(workspace.agents().list(call.caller()));
        var known = names.known(call);
        var all = new ArrayList<>(
                agents.stream().map(profile -> listed(profile, known)).toList());
        if (workspace.agents().invites().list(call.caller()) instanceof Outcome.Done<List<AgentInvite>>(var invites)) {
            invites.stream()
                    .filter(invite -> invite.standing(clock.instant()) == AgentInvite.Standing.PENDING)
                    .flatMap(invite -> expected(invite, known).stream())
                    .forEach(all::add);
        }
        return Answers.ok(new Document().withAll("agents", all));
    }

    /// Somebody who was invited and has not come yet.
    private Optional<Document> expected(AgentInvite invite, Predicate<Id> known) {
        if (!(invite.whom() instanceof AgentInvite.Whom.Named(var name))) return Optional.empty();
        return Optional.of(new Document()
                .with("name", name.text())
                .with("role", invite.offer().role())
                .with("status", "pending")
                .withAll("vaults", Shares.write(workspace, invite.offer().vaults(), known))
                .with("created_at", invite.span().created().at()));
    }

    private static Document listed(Actors.Profile profile, Predicate<Id> known) {
        return ends(common(profile, known), profile);
    }

    private static Document common(Actors.Profile profile, Predicate<Id> known) {
        var actor = profile.actor();
        return new Document()
                .with("name", actor.name().text())
                .with("role", actor.role())
                .with("status", status(actor))
                .withAll("vaults", Shares.places(profile.vaults(), known))
                .with("created_at", actor.life().created().at());
    }

    private static Document ends(Document document, Actors.Profile profile) {
        var revoked = profile.actor().standing() == Actor.Standing.REVOKED
                ? Optional.of(profile.actor().life().updatedAt())
                : Optional.<Instant>empty();
        var expires = profile.tokens().stream()
                .flatMap(token -> token.until() instanceof Until.Moment(var at)
                        ? Optional.of(at).stream()
                        : Optional.<Instant>empty().stream())
                .max(Instant::compareTo);
        return document.maybeAt("revoked_at", revoked).maybeAt("token_expires_at", expires);
    }

    private static String status(Actor actor) {
        return actor.standing() == Actor.Standing.REVOKED ? "revoked" : "active";
    }

    private Answer find(Call call) {
        var profile = agent(call);
        var by = workspace.directory().actor(profile.actor().createdBy());
        var document = common(profile, names.known(call))
                .with("created_by", by.map(actor -> actor.name().text()).orElse(""))
                .with("updated_at", profile.actor().life().updatedAt())
                .with("active_tokens", profile.tokens().size());
        return Answers.ok(ends(document, profile));
    }

    private Answer revoke(Call call) {
        var agent = agent(call).actor();
        done(workspace.actors().revoke(call.caller(), agent));
        return Answers.message("Revoked " + agent.name().text() + ": its tokens no longer count.");
    }

    private Answer delete(Call call) {
        var agent = agent(call).actor();
        done(workspace.agents().delete(call.caller(), agent));
        return Answers.message("Deleted " + agent.name().text() + ".");
    }

    private Until until(Members body) {
        var life = TokenLife.read(body);
        return life.isZero() ? Until.forever() : Until.at(clock.instant().plus(life));
    }

    /// A new token at once, or an invite by which the agent takes it itself: its old tokens hold until then.
    private Answer rotate(Call call) {
        var agent = agent(call).actor();
        var body = call.maybeBody().only("invite", "session_ttl_seconds");
        if (body.flag("invite", false)) return invited(call, agent, TokenLife.read(body));
        var issued = done(workspace.actors().rotate(call.caller(), agent, until(body)));
        return Answers.ok(new Document()
                .with("av_agent_token", issued.shown())
                .with("name", agent.name().text())
                .with("rotated_at", clock.instant()));
    }

    private Answer invited(Call call, Actor agent, Duration tokenLife) {
        var issued = done(workspace.agents().invites().rotate(call.caller(), agent, tokenLife));
        var link = skills.base(call) + "/invite/";
        return Answers.ok(new Document()
                .with("invite_url", link, issued.shown())
                .with("name", agent.name().text())
                .with(
                        "prompt",
                        "This is a new token for you as the agent \""
                                + agent.name().text()
                                + "\". Send POST to invite_url with Content-Type: application/json and the body {}."
                                + " The answer has the token and instructions. It holds 15 minutes, once.")
                .with("expires_in", "15m")
                .with("expires_at", issued.invite().span().expiresAt()));
    }

    private Answer rename(Call call) {
        var agent = agent(call).actor();
        var to = AgentNames.read(call.body());
        done(sayingTaken(workspace.agents().rename(call.caller(), agent, to), to));
        return Answers.ok(new Document()
                .with("message", "Renamed " + agent.name().text() + " to " + to + ".")
                .with("old_name", agent.name().text())
                .with("new_name", to.text()));
    }

    private Answer changeRole(Call call) {
        var agent = agent(call).actor();
        var role = call.body().choice("role", InstanceRole.class);
        done(workspace.actors().setRole(call.caller(), agent, role));
        return Answers.ok(new Document()
                .with("agent", agent.name().text())
                .with("old_role", agent.role())
                .with("new_role", role));
    }

    /// Whoever may list no agents is told so, whatever the name.
    private Actors.Profile agent(Call call) {
        var text = call.path("agent");
        if (Slug.valid(text)) return done(workspace.agents().find(call.caller(), new Slug(text)));
        done(workspace.agents().list(call.caller()));
        throw Trouble.of(404, "not_found", "Agent not found").declined();
    }
}
