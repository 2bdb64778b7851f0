package agentvault.control;

import agentvault.document.Document;
import agentvault.document.Members;
import agentvault.proposal.Effect;
import agentvault.proposal.Flow;
import agentvault.proposal.Proposal;
import agentvault.proposal.ServiceChange;
import agentvault.route.Problems;
import agentvault.vault.Slug;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Shows proposals as the protocol writes them, to agents and to people.
final class ProposalView {

    private static final String PENDING = "pending";

    private ProposalView() {}

    static String status(Proposal proposal) {
        return switch (proposal.stages().state()) {
            case Proposal.State.Pending() -> PENDING;
            case Proposal.State.Ended(var ending, var _, var _, var _) -> Members.word(ending);
        };
    }

    /// A line of a list.
    static Document listed(Proposal proposal) {
        return new Document()
                .with("id", proposal.number())
                .with("status", status(proposal))
                .with("message", proposal.request().message())
                .with("created_at", proposal.stages().created().at())
                .with("expires_at", proposal.stages().expiresAt());
    }

    /// The whole of it, for its agent and for whoever decides.
    static Document of(Proposal proposal) {
        var request = proposal.request();
        var document = listed(proposal)
                .withAll("services", services(proposal))
                .withAll("credentials", credentials(proposal))
                .with("user_message", request.userMessage())
                .with("review_note", note(proposal));
        reviewedAt(proposal)
                .ifPresentOrElse(at -> document.with("reviewed_at", at), () -> document.withNothing("reviewed_at"));
        return document;
    }

    static List<Document> services(Proposal proposal) {
        return proposal.request().services().stream().map(ProposalView::of).toList();
    }

    static List<Document> credentials(Proposal proposal) {
        return proposal.request().slots().stream().map(SlotForm::write).toList();
    }

    private static Document of(ServiceChange change) {
        return switch (change) {
            case ServiceChange.Set(var name, var rule, var enabled, var description) -> {
                var set = new Document().with("action", "set").and(ServiceView.of(name, rule, enabled));
                yield description.isEmpty() ? set : set.with("description", description);
            }
            case ServiceChange.Switch(var name, var enabled) ->
                new Document().with("action", "set").with("name", name.text()).with("enabled", enabled);
            case ServiceChange.Remove(var name) ->
                new Document().with("action", "delete").with("name", name.text());
        };
    }

    /// What it does to the vault as it is now, and what has to be said yes to.
    static Document effect(Effect effect) {
        return new Document()
                .with(
                        "effect",
                        new Document()
                                .withAll(
                                        "services",
                                        effect.services().stream()
                                                .map(ProposalView::of)
                                                .toList())
                                .withAll(
                                        "credentials",
                                        effect.credentials().stream()
                                                .map(ProposalView::of)
                                                .toList()))
                .withAll(
                        "acknowledgements",
                        effect.acknowledgements().stream().map(Problems::needed).toList());
    }

    private static Document of(Effect.OnService service) {
        return new Document()
                .with("name", service.name().text())
                .with("change", service.change())
                .withAll(
                        "before",
                        service.before().stream().map(ProposalView::of).toList())
                .withAll("after", service.after().stream().map(ProposalView::of).toList());
    }

    private static Document of(Flow flow) {
        return new Document()
                .with("credential", flow.key().text())
                .with("destination", ServiceView.joined(flow.to()))
                .withTexts("methods", flow.to().methods())
                .with("in", flow.place());
    }

    private static Document of(Effect.OnCredential credential) {
        return new Document()
                .with("key", credential.key().text())
                .with("change", credential.change())
                .withTexts(
                        "used_by", credential.usedBy().stream().map(Slug::text).toList());
    }

    /// What a decision repeats to say what it is about.
    static String digest(Proposal proposal) {
        return HexFormat.of().formatHex(proposal.digest().bytes());
    }

    static String note(Proposal proposal) {
        return proposal.stages().state() instanceof Proposal.State.Ended ended ? ended.note() : "";
    }

    /// When a person decided; what ended otherwise was reviewed by nobody.
    static Optional<Instant> reviewedAt(Proposal proposal) {
        return switch (proposal.stages().state()) {
            case Proposal.State.Pending() -> Optional.empty();
            case Proposal.State.Ended(var ending, var _, var at, var _) ->
                switch (ending) {
                    case APPLIED, REJECTED, DELETED -> Optional.of(at);
                    case EXPIRED, WITHDRAWN -> Optional.empty();
                };
        };
    }
}
