package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ALREADY_ENDED;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.STALE;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Action;
import agentvault.crypto.Envelope;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.ServiceChange;
import agentvault.proposal.Slot;
import agentvault.vault.CredentialKey;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Takes agents' requests and carries out people's decisions. A proposal leaves the pending state once, whoever is
/// first.
public final class Proposals {

    public static final int MAX_PENDING = 20;
    private static final Duration LIFE = Duration.ofDays(7);

    private final Workspace workspace;

    Proposals(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Stores a request. Values that the agent brought are sealed for this proposal at once.
    public Outcome<Proposal> create(Caller caller, Id vault, Request request, Map<CredentialKey, Secret> brought) {
        var ask = Workspace.Ask.inVault(caller, Action.PROPOSE, vault, "");
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var all = transaction.contents(Scope.vault(vault)).all(Proposal.class);
                    if (all.stream().filter(Proposal::pending).count() >= MAX_PENDING) {
                        return Outcome.refused(TOO_MANY, "Too many pending proposals (max " + MAX_PENDING + ").");
                    }
                    var unresolved = unresolved(new VaultEdit(transaction, vault), request);
                    if (unresolved.isPresent()) return Outcome.refused(INVALID, unresolved.get());
                    Id id = transaction.random().id();
                    long number = all.stream().mapToLong(Proposal::number).max().orElse(0) + 1;
                    var created = transaction.stamp();
                    var stages = new Proposal.Stages(created, created.at().plus(LIFE), new Proposal.State.Pending());
                    var sealed = sealed(transaction, vault, id, request, brought);
                    var proposal = Proposal.pending(id, vault, number, caller.actor(), sealed, stages);
                    transaction.insert(proposal);
                    return Outcome.done(proposal);
                }));
    }

    public Outcome<Proposal> find(Caller caller, Id vault, long number) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(ask, view -> numbered(view.contents().apply(Scope.vault(vault)), number));
    }

    /// What a person decided: about which proposal, as which digest they saw, with which values.
    public record Decision(long number, Octets shown, Map<CredentialKey, Secret> values, String note) {}

    /// Applies a proposal: services, credentials and its own end in one transaction.
    public Outcome<Proposal> approve(Caller caller, Id vault, Decision decision) {
        var ask = Workspace.Ask.inVault(caller, Action.REVIEW_PROPOSALS, vault, "approve " + decision.number());
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault)
                        .then(_ -> numbered(transaction.contents(Scope.vault(vault)), decision.number()))
                        .then(proposal -> end(transaction, proposal, Proposal.Ending.APPLIED, decision, caller.actor())
                                .then(ended -> new ApplyProposal(transaction, proposal, caller.face())
                                        .with(decision.values())
                                        .then(_ -> Outcome.done(ended)))));
    }

    public Outcome<Proposal> reject(Caller caller, Id vault, Decision decision) {
        var ask = Workspace.Ask.inVault(caller, Action.REVIEW_PROPOSALS, vault, "reject " + decision.number());
        return workspace.change(
                ask,
                transaction -> numbered(transaction.contents(Scope.vault(vault)), decision.number())
                        .then(proposal ->
                                end(transaction, proposal, Proposal.Ending.REJECTED, decision, caller.actor())));
    }

    /// The agent takes its own request back.
    public Outcome<Proposal> withdraw(Caller caller, Id vault, long number) {
        var ask = Workspace.Ask.inVault(caller, Action.PROPOSE, vault, "withdraw " + number);
        return workspace.change(
                ask,
                transaction -> numbered(transaction.contents(Scope.vault(vault)), number)
                        .then(proposal -> proposal.proposedBy().equals(caller.actor())
                                ? Outcome.done(proposal)
                                : Outcome.<Proposal>refused(NOT_FOUND, "No such proposal."))
                        .then(proposal -> {
                            var asIs = new Decision(number, proposal.digest(), Map.of(), "");
                            return end(transaction, proposal, Proposal.Ending.WITHDRAWN, asIs, caller.actor());
                        }));
    }

    /// Ends what nobody decided in time; the server calls this by itself.
    public Outcome<List<Proposal>> expire(Id vault) {
        return workspace.changeByItself("EXPIRE_PROPOSALS", List.of(Scope.vault(vault)), "", transaction -> {
            var late = late(transaction.contents(Scope.vault(vault)), transaction.now());
            late.forEach(proposal -> end(
                    transaction,
                    proposal,
                    Proposal.Ending.EXPIRED,
                    new Decision(proposal.number(), proposal.digest(), Map.of(), ""),
                    proposal.proposedBy()));
            return Outcome.done(late);
        });
    }

    /// Ends what nobody decided in time in any vault that is in memory; the others have nobody who looks.
    public void expireLate() {
        workspace.rememberedVaults().stream()
                .filter(vault -> !late(vault, workspace.clock().instant()).isEmpty())
                .forEach(vault -> expire(vault.scope().id()));
    }

    private static List<Proposal> late(Contents vault, Instant now) {
        return vault.all(
                Proposal.class,
                proposal ->
                        proposal.pending() && !now.isBefore(proposal.stages().expiresAt()));
    }

    private static Outcome<Proposal> end(
            Transaction transaction, Proposal proposal, Proposal.Ending ending, Decision decision, Id by) {
        var transition = proposal.end(ending, decision.shown(), by, transaction.now(), decision.note());
        return switch (transition) {
            case Proposal.Transition.To(var ended) -> {
                transaction.replace(proposal, ended);
                yield Outcome.done(ended);
            }
            case Proposal.Transition.AlreadyEnded(var before) ->
                Outcome.refused(
                        ALREADY_ENDED,
                        "Proposal " + proposal.number() + " is already "
                                + before.name().toLowerCase(Locale.ROOT) + ".");
            case Proposal.Transition.Stale() ->
                Outcome.refused(STALE, "Proposal " + proposal.number() + " is not what was shown: read it again.");
        };
    }

    private static Outcome<Proposal> numbered(Contents vault, long number) {
        return vault.one(Proposal.class, proposal -> proposal.number() == number)
                .<Outcome<Proposal>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(NOT_FOUND, "No such proposal."));
    }

    /// The first credential that the request refers to and that would not exist after it.
    private static Optional<String> unresolved(VaultEdit edit, Request request) {
        var keys = new HashSet<CredentialKey>();
        edit.credentials().stream()
                .filter(credential -> credential.life().active())
                .forEach(credential -> keys.add(credential.key()));
        for (var slot : request.slots()) {
            switch (slot) {
                case Slot.Set set -> keys.add(set.key());
                case Slot.Delete delete -> keys.remove(delete.key());
            }
        }
        for (var change : request.services()) {
            if (!(change instanceof ServiceChange.Set set)) continue;
            for (var key : set.rule().keys()) {
                if (keys.contains(key)) continue;
                return Optional.of("credential \"" + key + "\" referenced in service \"" + set.name()
                        + "\" is not provided in this proposal and does not exist in the vault");
            }
        }
        return Optional.empty();
    }

    private static Request sealed(
            Transaction transaction, Id vault, Id proposal, Request request, Map<CredentialKey, Secret> brought) {
        var slots = request.slots().stream()
                .map(slot -> slot instanceof Slot.Set set ? sealed(transaction, vault, proposal, set, brought) : slot)
                .toList();
        return new Request(request.services(), slots, request.message(), request.userMessage());
    }

    private static Slot sealed(
            Transaction transaction, Id vault, Id proposal, Slot.Set set, Map<CredentialKey, Secret> brought) {
        var value = brought.get(set.key());
        if (value == null) return set;
        var key = transaction.vaultKeys(vault).newest().orElseThrow();
        byte[] place = Proposal.place(
                transaction.keys().installation(), proposal, set.key().text());
        var supply = new Slot.Supply.ByAgent(Envelope.seal(key.material(), place, value, transaction.random()));
        return new Slot.Set(set.key(), set.type(), set.help(), supply);
    }
}
