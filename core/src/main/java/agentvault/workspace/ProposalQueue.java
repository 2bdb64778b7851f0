package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ALREADY_PENDING;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import java.time.Instant;
import java.util.List;

/// The proposals of a vault as a new one finds them: people who are asked the same many times stop reading.
record ProposalQueue(List<Proposal> all, Instant now) {

    /// Those that somebody still has to decide about.
    List<Proposal> waiting() {
        return all.stream()
                .filter(proposal -> proposal.pending() && !proposal.late(now))
                .toList();
    }

    /// The number of a new proposal, if there is room for it and nobody asks for the same already.
    ///
    /// @param bringsValues whether the agent brings values along, which are not compared
    Outcome<Long> number(Id by, Request request, boolean bringsValues) {
        var waiting = waiting();
        var same = waiting.stream()
                .filter(other -> !bringsValues
                        && other.proposedBy().equals(by)
                        && other.request().equals(request))
                .findFirst();
        if (same.isPresent()) {
            return Outcome.refused(
                    ALREADY_PENDING, "Proposal " + same.get().number() + " asks for the same and is still pending.");
        }
        if (waiting.size() >= Proposals.MAX_PENDING) {
            return Outcome.refused(TOO_MANY, "Too many pending proposals (max " + Proposals.MAX_PENDING + ").");
        }
        return Outcome.done(all.stream().mapToLong(Proposal::number).max().orElse(0) + 1);
    }
}
