package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.AgentInvite;
import agentvault.access.AgentInvite.Standing;
import agentvault.access.AgentInvite.Whom;
import agentvault.access.InstanceRole;
import agentvault.access.VaultRole;
import agentvault.console.Invitation;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.gate.Attempts;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.id.IdForm;
import agentvault.id.IdKind;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Problems;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Slug;
import agentvault.wire.Answer;
import agentvault.workspace.Actors;
import agentvault.workspace.AgentInvites;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// Offers of agents' tokens: making and managing them, and `/invite/{token}`, where an agent takes its own.
record AgentInviteRoutes(Workspace workspace, VaultNames names, Attempts attempts, Skills skills, InstantSource clock) {

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/agents/invites", this::create),
                Route.callers("GET", "/v1/agents/invites", this::list),
                Route.callers("DELETE", "/v1/agents/invites/{token}", this::revoke),
                Route.callers("DELETE", "/v1/agents/invites/by-id/{id}", this::revokeById),
                Route.anybody("GET", "/invite/{token}", this::look),
                Route.anybody("POST", "/invite/{token}", this::redeem));
    }

    private AgentInvites invites() {
        return workspace.agents().invites();
    }

    private Answer create(Call call) {
        var body = call.body();
        boolean anyName = body.flag("any_name", false);
        Whom whom = anyName ? new Whom.Anybody() : new Whom.Named(AgentNames.read(body));
        var role = body.choice("role", InstanceRole.class, InstanceRole.NO_ACCESS);
        var seconds = body.maybeNumber("ttl_seconds", 1, AgentInvites.LONGEST.toSeconds());
        var shares = Shares.read(
                body, VaultRole.PROXY, vault -> names.named(call, vault).id());
        var offer = new AgentInvite.Offer(role, shares, TokenLife.read(body));
        var life = seconds.map(Duration::ofSeconds).orElse(AgentInvites.LONGEST);
        var issued = done(invites().create(call.caller(), whom, offer, life));
        return Answers.created(new Document()
                .with("id", issued.invite().id().toString())
                .with("agent_name", name(issued.invite()))
                .withAll("vaults", Shares.write(workspace, shares))
                .with("token", issued.shown().copy())
                .with("invite_link", skills.base(call) + "/invite/", issued.shown())
                .with("expires_at", issued.invite().span().expiresAt()));
    }

    private Answer list(Call call) {
        var wanted = call.query().choice("status", Standing.class);
        var now = clock.instant();
        var invites = done(invites().list(call.caller()));
        var known = names.known(call);
        return Answers.ok(new Document()
                .withAll(
                        "invites",
                        invites.stream()
                                .filter(invite -> wanted.isEmpty() || invite.standing(now) == wanted.get())
                                .map(invite -> listed(invite, known))
                                .toList()));
    }

    private Document listed(AgentInvite invite, Predicate<Id> known) {
        var redeemed = invite.state() instanceof AgentInvite.State.Redeemed(var at, var _)
                ? Optional.of(at)
                : Optional.<Instant>empty();
        return new Document()
                .with("id", invite.id().toString())
                .with("agent_name", name(invite))
                .with("agent_role", invite.offer().role())
                .with("status", invite.standing(clock.instant()))
                .withAll("vaults", Shares.write(workspace, invite.offer().vaults(), known))
                .with("created_at", invite.span().created().at())
                .with("expires_at", invite.span().expiresAt())
                .maybeAt("redeemed_at", redeemed);
    }

    /// Empty where the agent is to choose it.
    private String name(AgentInvite invite) {
        return switch (invite.whom()) {
            case Whom.Named(var name) -> name.text();
            case Whom.Anybody() -> "";
            case Whom.Existing(var agent) ->
                workspace
                        .directory()
                        .actor(agent)
                        .map(actor -> actor.name().text())
                        .orElse("");
        };
    }

    private Answer revoke(Call call) {
        done(invites().list(call.caller()));
        try (var shown = shown(call)) {
            return revoked(call, done(invites().find(shown)));
        }
    }

    private Answer revokeById(Call call) {
        var all = done(invites().list(call.caller()));
        var id = IdForm.parse(IdKind.VAULT, call.path("id"));
        return revoked(
                call,
                all.stream()
                        .filter(invite -> id.filter(invite.id()::equals).isPresent())
                        .findFirst()
                        .orElseThrow(() -> Trouble.of(404, "invite_not_found", "No such invite")
                                .declined()));
    }

    private Answer revoked(Call call, AgentInvite invite) {
        var outcome = invites().revoke(call.caller(), invite.id());
        if (outcome instanceof Outcome.Refused<AgentInvite>(var problem)
                && problem.code() == Problem.Code.ALREADY_ENDED) {
            throw Trouble.of(409, "already_ended", problem.sentence()).declined();
        }
        done(outcome);
        return Answers.ok(new Document().with("status", "revoked"));
    }

    /// Whoever only looks at an invite does not use it up.
    private Answer look(Call call) {
        if (Invitation.isFor(call.path("token"))) return new Invitation(workspace, attempts, clock).show(call);
        attempts.from(call.visit(), "agent-invite");
        try (var shown = shown(call)) {
            pending(shown);
            throw trouble(
                            405,
                            "use_post",
                            "Agent invites are redeemed with POST to this address, with a JSON body: {} or {\"name\":"
                                    + " \"…\"}.")
                    .header("Allow", "POST")
                    .declined();
        }
    }

    private Answer redeem(Call call) {
        attempts.from(call.visit(), "agent-invite");
        try (var shown = shown(call)) {
            var invite = pending(shown);
            var issued = taken(invite, shown, chosen(invite, call.maybeBody()));
            var agent = issued.actor();
            var base = skills.base(call);
            return Answers.ok(new Document()
                    .with("av_addr", base)
                    .with("av_agent_token", issued.shown())
                    .with("agent_name", agent.name().text())
                    .with("proxy_url", base + "/proxy")
                    .withAll(
                            "vaults",
                            Shares.write(workspace, workspace.directory().grants(agent.id())))
                    .with("instructions", skills.forHttp(call)));
        }
    }

    private AgentInvite pending(Secret shown) {
        if (!(invites().find(shown) instanceof Outcome.Done<AgentInvite>(var invite))) {
            throw trouble(404, "invite_not_found", "No invite has this token.").declined();
        }
        return switch (invite.standing(clock.instant())) {
            case PENDING -> invite;
            case REDEEMED -> throw over("invite_redeemed", "This invite was used already.");
            case REVOKED -> throw over("invite_revoked", "This invite was taken back.");
            case EXPIRED -> throw over("invite_expired", "This invite has expired.");
        };
    }

    /// What a new agent calls itself, where that is left to it.
    private static Whom.Named chosen(AgentInvite invite, Members body) {
        return switch (invite.whom()) {
            case Whom.Named named -> named;
            case Whom.Existing _ -> new Whom.Named(new Slug("unnamed"));
            case Whom.Anybody() -> {
                var name = body.maybeText("name")
                        .orElseThrow(() -> trouble(
                                        400, "name_required", "This invite names no agent: send {\"name\": \"…\"}.")
                                .declined());
                if (!Slug.valid(name) || AgentNames.reserved(name)) {
                    throw trouble(
                                    400,
                                    "invalid_name",
                                    "A name has 3 to 64 characters of a-z, 0-9 and -, with no hyphen at an end.")
                            .declined();
                }
                yield new Whom.Named(new Slug(name));
            }
        };
    }

    private Actors.Issued taken(AgentInvite invite, Secret shown, Whom.Named name) {
        var outcome = invites().redeem(shown, name, Face.AGENT_VAULT);
        if (!(outcome instanceof Outcome.Refused<Actors.Issued>(var problem))) return done(outcome);
        throw switch (problem.code()) {
            case CONFLICT ->
                trouble(409, "name_taken", "An agent named \"" + name(invite, name) + "\" already exists.")
                        .declined();
            case NOT_FOUND -> over("agent_not_found", "The agent of this invite does not exist any more.");
            case FORBIDDEN -> over("invite_revoked", problem.sentence());
            case ALREADY_ENDED -> endedMeanwhile(shown);
            default -> Problems.of(problem).declined();
        };
    }

    private Declined endedMeanwhile(Secret shown) {
        pending(shown);
        return over("invite_redeemed", "This invite was used already.");
    }

    private static String name(AgentInvite invite, Whom.Named chosen) {
        return invite.whom() instanceof Whom.Named(var name)
                ? name.text()
                : chosen.name().text();
    }

    private static Declined over(String code, String sentence) {
        return trouble(410, code, sentence)
                .hinting("Ask whoever sent it for another one.")
                .declined();
    }

    private static Trouble trouble(int status, String code, String sentence) {
        return Trouble.coded(status, code, sentence).header("X-Agent-Vault-Proxy-Error", "true");
    }

    private static Secret shown(Call call) {
        return Secret.take(call.path("token").getBytes(StandardCharsets.UTF_8));
    }
}
