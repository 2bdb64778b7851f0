package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.proposal.Proposal;
import java.util.List;
import java.util.Set;

final class ProposalRows extends RowMap<Proposal> {

    private static final String PENDING = "PENDING";

    ProposalRows() {
        super(
                "proposal",
                Proposal.class,
                Set.of(Scope.Kind.VAULT),
                "number proposed_by request digest status ended_by ended_at note",
                "expires_at created_at created_sequence");
    }

    @Override
    List<Octets> sealedIn(Proposal proposal) {
        return RequestJson.sealedIn(proposal.request());
    }

    @Override
    void write(Proposal proposal, Values to) {
        var stages = proposal.stages();
        to.number("number", proposal.number())
                .id("proposed_by", proposal.proposedBy())
                .json("request", RequestJson.write(proposal.request()))
                .octets("digest", proposal.digest())
                .moment("expires_at", stages.expiresAt())
                .created(stages.created());
        switch (stages.state()) {
            case Proposal.State.Pending() -> to.text("status", PENDING);
            case Proposal.State.Ended(var ending, var by, var at, var note) ->
                to.word("status", ending)
                        .id("ended_by", by)
                        .moment("ended_at", at)
                        .text("note", note);
        }
    }

    @Override
    Proposal read(Cells from) {
        return new Proposal(
                from.id("id"),
                from.id("scope_id"),
                from.number("number"),
                from.id("proposed_by"),
                from.json("request", RequestJson::read),
                new Proposal.Stages(from.created(), from.moment("expires_at"), state(from)),
                from.octets("digest"));
    }

    private static Proposal.State state(Cells from) {
        if (from.text("status").equals(PENDING)) return new Proposal.State.Pending();
        return new Proposal.State.Ended(
                from.word("status", Proposal.Ending.class),
                from.id("ended_by"),
                from.moment("ended_at"),
                from.text("note"));
    }
}
