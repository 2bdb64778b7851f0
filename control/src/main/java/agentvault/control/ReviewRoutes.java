package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.access.Actor;
import agentvault.access.VaultRole;
import agentvault.access.Via;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.document.Unfit;
import agentvault.gate.Attempts;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Declined;
import agentvault.route.Identity;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.CredentialKey;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Proposals;
import agentvault.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Proposals as people see them: looking at what they do, approving, rejecting and removing them.
record ReviewRoutes(Workspace workspace, VaultNames names, Attempts attempts, Waiting waiting) {

    private static final Octets NOTHING = Octets.of(new byte[0]);

    List<Route> routes() {
        return List.of(
                Route.anybody("GET", "/v1/proposals/approve-details", this::details),
                Route.callers("GET", "/v1/admin/proposals", this::list),
                Route.callers("GET", "/v1/admin/proposals/{id}", this::find),
                Route.callers("DELETE", "/v1/admin/proposals/{id}", this::delete),
                Route.callers("POST", "/v1/admin/proposals/{id}/approve", this::approve),
                Route.callers("POST", "/v1/admin/proposals/{id}/reject", this::reject));
    }

    private Answer list(Call call) {
        var vault = names.wanted(call, call.query().maybe("vault"));
        boolean all = names.role(call, vault).atLeast(VaultRole.MEMBER);
        long after = call.query().number("after", 0, Long.MAX_VALUE, 0);
        awaitAny(call, vault, after);
        return Answers.ok(new Document()
                .withAll(
                        "proposals",
                        done(workspace.proposals().list(call.caller(), vault.id())).stream()
                                .filter(proposal -> proposal.number() > after && (all || proposal.pending()))
                                .filter(ProposalCalls.wanted(call))
                                .map(this::listed)
                                .toList()));
    }

    /// With `wait` it is answered when there is something to decide.
    private void awaitAny(Call call, Vault vault, long after) {
        long seconds = call.query().number("wait", 0, ProposalRoutes.MOST_SECONDS, 0);
        if (seconds == 0) return;
        waiting.whilst(
                () -> !workspace.proposals().awaited(vault.id(), after),
                Scope.vault(vault.id()),
                Duration.ofSeconds(seconds),
                call.request());
    }

    private Document listed(Proposal proposal) {
        return texts(ProposalView.listed(proposal).with("agent_name", name(proposal.proposedBy())), proposal);
    }

    /// Clients of this protocol get the changes as texts; the same is there as JSON where one proposal is shown.
    private static Document texts(Document document, Proposal proposal) {
        return document.with("services_json", Document.text(ProposalView.services(proposal)))
                .with("credentials_json", Document.text(ProposalView.credentials(proposal)));
    }

    private Answer find(Call call) {
        var vault = names.wanted(call, call.query().maybe("vault"));
        boolean all = names.role(call, vault).atLeast(VaultRole.MEMBER);
        var reviewed = done(workspace.proposals().review(call.caller(), vault.id(), ProposalCalls.number(call)));
        var proposal = reviewed.proposal();
        if (!all && !proposal.pending()) {
            throw Trouble.of(404, "not_found", "No such proposal").declined();
        }
        return Answers.ok(texts(ProposalView.of(proposal), proposal)
                .with("vault", vault.slug().text())
                .with("agent_name", name(proposal.proposedBy()))
                .with("digest", ProposalView.digest(proposal))
                .and(ProposalView.effect(reviewed.effect())));
    }

    private String name(Id actor) {
        return workspace
                .directory()
                .actor(actor)
                .map(known -> known.name().text())
                .orElse("");
    }

    private Answer delete(Call call) {
        var vault = names.wanted(call, call.query().maybe("vault"));
        var outcome = workspace.proposals().delete(call.caller(), vault.id(), ProposalCalls.number(call));
        return ProposalCalls.decided(outcome, vault);
    }

    private Answer approve(Call call) {
        var body = call.maybeBody().only("vault", "credentials", "digest", "acknowledge");
        var vault = names.wanted(call, body.maybeText("vault"));
        var acknowledged = new HashSet<>(body.texts("acknowledge"));
        var shown = digest(body);
        var values = values(body);
        try {
            var decision =
                    new Proposals.Decision(ProposalCalls.number(call), shown.orElse(NOTHING), values, acknowledged, "");
            var outcome = workspace.proposals().approve(call.caller(), vault.id(), decision);
            if (shown.isEmpty() && stale(outcome)) throw unseen(call);
            return ProposalCalls.decided(outcome, vault);
        } finally {
            values.values().forEach(Secret::close);
        }
    }

    private static boolean stale(Outcome<Proposal> outcome) {
        return outcome instanceof Outcome.Refused<Proposal>(var problem) && problem.code() == Problem.Code.STALE;
    }

    private static Declined unseen(Call call) {
        var path = "/v1/admin/proposals/" + ProposalCalls.number(call);
        return Trouble.of(409, "stale", "An approval says what it is about, by the proposal's digest")
                .hinting("Read it (GET " + path + "), then send its \"digest\" along.")
                .declined();
    }

    private static Map<CredentialKey, Secret> values(Members body) {
        var values = new HashMap<CredentialKey, Secret>();
        if (!body.has("credentials")) return values;
        var sent = body.secrets("credentials");
        for (var value : sent.entrySet()) {
            if (CredentialKey.valid(value.getKey())) {
                values.put(new CredentialKey(value.getKey()), value.getValue());
                continue;
            }
            sent.values().forEach(Secret::close);
            throw new Unfit("credentials", "\"" + Members.cut(value.getKey()) + "\" is no credential's key.");
        }
        return values;
    }

    private static Optional<Octets> digest(Members body) {
        return body.maybeText("digest", text -> Octets.of(HexFormat.of().parseHex(text)));
    }

    /// Saying no needs no digest: nothing is given away by it.
    private Answer reject(Call call) {
        var body = call.maybeBody().only("vault", "reason", "digest");
        var vault = names.wanted(call, body.maybeText("vault"));
        long number = ProposalCalls.number(call);
        var shown = digest(body);
        var known = shown.isPresent()
                ? shown.get()
                : done(workspace.proposals().find(call.caller(), vault.id(), number))
                        .digest();
        var reason = body.text("reason", "");
        if (reason.length() > 2000) throw body.unfit("reason", " has at most 2,000 characters");
        var decision = new Proposals.Decision(number, known, Map.of(), Set.of(), reason);
        return ProposalCalls.decided(workspace.proposals().reject(call.caller(), vault.id(), decision), vault);
    }

    /// What the holder of a link sees; a login that is shown besides says whether they could decide.
    private Answer details(Call call) {
        if (user(call).isEmpty()) attempts.from(call.visit(), "approval");
        var text = call.query().maybe("token").orElseThrow(() -> new Unfit("token", "Missing token."));
        try (var token = Secret.take(text.getBytes(StandardCharsets.UTF_8))) {
            var shown = shown(token);
            var proposal = shown.proposal();
            var wanted = call.query().number("id", 1, Long.MAX_VALUE, proposal.number());
            if (wanted != proposal.number()) throw new Unfit("id", "Proposal ID mismatch.");
            if (!proposal.pending()) return over(proposal);
            var user = user(call);
            return Answers.ok(new Document()
                    .with("proposal_id", proposal.number())
                    .with("vault", shown.vault().slug().text())
                    .with("status", ProposalView.status(proposal))
                    .with("user_message", proposal.request().userMessage())
                    .with("message", proposal.request().message())
                    .withAll("services", ProposalView.services(proposal))
                    .withAll("credentials", ProposalView.credentials(proposal))
                    .with("created_at", proposal.stages().created().at())
                    .with("expires_at", proposal.stages().expiresAt())
                    .with(
                            "agent_name",
                            shown.by().map(actor -> actor.name().text()).orElse(""))
                    .with("digest", ProposalView.digest(proposal))
                    .and(ProposalView.effect(shown.effect()))
                    .with("authenticated", user.isPresent())
                    .with("can_approve", mayReview(user, shown.vault()))
                    .maybe("user_email", user.map(known -> known.actor().name().text())));
        }
    }

    private Proposals.Shown shown(Secret token) {
        var outcome = workspace.proposals().shown(token);
        if (outcome instanceof Outcome.Refused<Proposals.Shown>(var problem)
                && problem.code() == Problem.Code.NOT_FOUND) {
            throw Trouble.of(404, "not_found", "Invalid or expired approval link")
                    .declined();
        }
        return done(outcome);
    }

    private static Answer over(Proposal proposal) {
        var status = ProposalView.status(proposal);
        return Answers.ok(new Document()
                .with("error", true)
                .with("error_title", "Proposal " + status)
                .with("error_message", "This proposal is " + status + ": there is nothing left to decide."));
    }

    private static Optional<Identity.Known> user(Call call) {
        return call.identity() instanceof Identity.Known known
                        && known.caller().via() == Via.LOGIN
                        && known.actor().name().kind() == Actor.Kind.USER
                ? Optional.of(known)
                : Optional.empty();
    }

    private boolean mayReview(Optional<Identity.Known> user, Vault vault) {
        return user.filter(known -> workspace.proposals().mayReview(known.caller(), vault.id()))
                .isPresent();
    }
}
