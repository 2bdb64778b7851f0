package agentvault.control;

import static agentvault.route.Problems.done;

import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.proposal.Proposal;
import agentvault.route.Answers;
import agentvault.route.Call;
import agentvault.route.Trouble;
import agentvault.vault.Vault;
import agentvault.wire.Answer;
import agentvault.workspace.Outcome;
import agentvault.workspace.Problem;
import java.util.Set;
import java.util.function.Predicate;

/// What requests about proposals have in common, whoever asks.
final class ProposalCalls {

    private static final int MOST_DIGITS = 15;
    private static final Set<String> STATUSES = Set.of("pending", "applied", "rejected", "expired", "withdrawn");

    private ProposalCalls() {}

    /// What stands in the path. No proposal has a number that is none.
    static long number(Call call) {
        var text = call.path("id");
        boolean digits = text.length() <= MOST_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Long.parseLong(text) : 0;
    }

    /// Those of the status in the query; all if none is named.
    static Predicate<Proposal> wanted(Call call) {
        var status = call.query().maybe("status");
        if (status.isPresent() && !STATUSES.contains(status.get())) {
            throw new Unfit("status", "status is one of pending, applied, rejected, expired, withdrawn.");
        }
        return proposal -> status.isEmpty() || ProposalView.status(proposal).equals(status.get());
    }

    /// Who comes second is told what the first one did.
    static Answer decided(Outcome<Proposal> outcome, Vault vault) {
        if (outcome instanceof Outcome.Refused<Proposal>(var problem) && problem.code() == Problem.Code.ALREADY_ENDED) {
            throw Trouble.of(409, "already_ended", problem.sentence()).declined();
        }
        var proposal = done(outcome);
        return Answers.ok(new Document()
                .with("id", proposal.number())
                .with("status", ProposalView.status(proposal))
                .with("vault", vault.slug().text()));
    }
}
