package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.address.HostPolicy;
import agentvault.crypto.Scope;
import agentvault.document.Document;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Route;
import agentvault.route.Trouble;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import agentvault.workspace.Workspace;
import java.time.Duration;
import java.util.List;

/// Proposals as agents see them: making, following and withdrawing them.
///
/// @param address where clients reach the server; empty if nobody has said
record ProposalRoutes(
        Workspace workspace, VaultNames names, HostPolicy hosts, ProposalRate rate, Waiting waiting, String address) {

    static final long MOST_SECONDS = 60;

    List<Route> routes() {
        return List.of(
                Route.callers("POST", "/v1/proposals", this::create).orAgents(),
                Route.callers("GET", "/v1/proposals", this::list).orAgents(),
                Route.callers("GET", "/v1/proposals/{id}", this::find).orAgents(),
                Route.callers("DELETE", "/v1/proposals/{id}", this::withdraw).orAgents());
    }

    private Answer create(Call call) {
        var vault = vault(call);
        var existing = done(workspace.services().list(call.caller(), vault.id()));
        var form = new ProposalForm(ServiceForm.ofAgents(hosts), existing);
        try (var read = form.read(call.body())) {
            rate.count(call.caller().actor());
            var created = sayingTooMany(
                    workspace.proposals().create(call.caller(), vault.id(), read.request(), read.brought()));
            var proposal = created.proposal();
            var base = address.isEmpty() ? call.visit().origin() : address;
            var approval = base + "/approve/" + proposal.number() + "?token=";
            return Answers.created(new Document()
                    .with("id", proposal.number())
                    .with("status", ProposalView.status(proposal))
                    .with("vault", vault.slug().text())
                    .with("approval_url", approval, created.link().copy())
                    .with("poll_url", base + "/v1/proposals/" + proposal.number())
                    .with("expires_at", proposal.stages().expiresAt())
                    .with("message", "Proposal created. Approve here: " + approval, created.link()));
        }
    }

    /// The sentence comes where clients of this protocol look for it, and the way out with it.
    private static <T> T sayingTooMany(Outcome<T> outcome) {
        if (outcome instanceof Outcome.Refused<T>(var problem) && problem.code() == Problem.Code.TOO_MANY) {
            throw Trouble.of(429, "too_many_pending", problem.sentence())
                    .hinting("Wait until some are decided, or withdraw one: DELETE /v1/proposals/ID")
                    .declined();
        }
        return done(outcome);
    }

    private Answer list(Call call) {
        var vault = vault(call);
        return Answers.ok(new Document()
                .withAll(
                        "proposals",
                        done(workspace.proposals().list(call.caller(), vault.id())).stream()
                                .filter(ProposalCalls.wanted(call))
                                .map(ProposalView::listed)
                                .toList()));
    }

    private Answer find(Call call) {
        var vault = vault(call);
        long number = ProposalCalls.number(call);
        long seconds = call.query().number("wait", 0, MOST_SECONDS, 0);
        var found = done(workspace.proposals().find(call.caller(), vault.id(), number));
        if (found.pending() && seconds > 0) {
            waiting.whilst(
                    () -> workspace.proposals().awaitsDecision(vault.id(), number),
                    Scope.vault(vault.id()),
                    Duration.ofSeconds(seconds),
                    call.request());
            found = done(workspace.proposals().find(call.caller(), vault.id(), number));
        }
        return Answers.ok(ProposalView.of(found).with("vault", vault.slug().text()));
    }

    private Answer withdraw(Call call) {
        var vault = vault(call);
        var outcome = workspace.proposals().withdraw(call.caller(), vault.id(), ProposalCalls.number(call));
        return ProposalCalls.decided(outcome, vault);
    }

    private Vault vault(Call call) {
        return names.ofAgent(call).getFirst();
    }
}
