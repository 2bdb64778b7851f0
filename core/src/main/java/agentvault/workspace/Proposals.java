package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ALREADY_ENDED;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.STALE;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
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
import agentvault.vault.Life;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
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
    private static final Duration LINK_LIFE = Duration.ofDays(1);

    private final Workspace workspace;

    Proposals(Workspace workspace) {
        this.workspace = workspace;
    }

    /// A new proposal and the token of a link to it, by which whoever is shown it reads it for a day. The token is not
    /// kept anywhere: whoever gets this hands it on and closes it.
    public record Created(Proposal proposal, Secret link) implements AutoCloseable {
        @Override
        public void close() {
            link.close();
        }
    }

    /// Stores a request. Values that the agent brought are sealed for this proposal at once.
    public Outcome<Created> create(Caller caller, Id vault, Request request, Map<CredentialKey, Secret> brought) {
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
                    return Outcome.done(new Created(proposal, link(transaction, proposal)));
                }));
    }

    private static Secret link(Transaction transaction, Proposal proposal) {
        transaction
                .contents(proposal.scope())
                .all(Token.class, token -> !token.live(transaction.now()))
                .forEach(transaction::remove);
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var shown = tokens.issue(TokenKind.APPROVAL);
        transaction.insert(new Token(
                transaction.random().id(),
                new Token.Subject.OfProposal(proposal.vault(), proposal.id()),
                TokenKind.APPROVAL,
                tokens.hash(shown),
                Tokens.hint(shown),
                Until.at(transaction.now().plus(LINK_LIFE)),
                Life.startedAt(transaction.stamp())));
        return shown;
    }

    /// A proposal as whoever holds its link sees it, with its vault and who made it, as far as they are still there.
    public record Shown(Proposal proposal, Vault vault, Optional<Actor> by) {}

    /// The proposal that a link's token stands for, decided or not. Nothing can be done with it without a login.
    public Outcome<Shown> shown(Secret link) {
        if (!Tokens.kinds(link).contains(TokenKind.APPROVAL)) return unknownLink();
        var hashes = new Tokens(workspace.keys(), workspace.random()).hashes(link);
        var now = workspace.clock().instant();
        return workspace.lookByItself(view -> {
            for (var hash : hashes) {
                var place = view.reading().token(hash.value());
                if (place.isEmpty() || place.get().scope().kind() != Scope.Kind.VAULT) continue;
                var vault = view.contents().apply(place.get().scope());
                var token = vault.find(Token.class, place.get().token())
                        .filter(found -> found.hash().equals(hash));
                if (token.isEmpty()) continue;
                if (!token.get().live(now)) return Outcome.refused(ALREADY_ENDED, "This link has expired.");
                return shown(view, vault, token.get());
            }
            return unknownLink();
        });
    }

    private Outcome<Shown> shown(Workspace.View view, Contents vault, Token token) {
        var proposal = vault.find(Proposal.class, token.subjectId());
        var of = vault.one(Vault.class, _ -> true);
        if (proposal.isEmpty() || of.isEmpty()) return unknownLink();
        var by = view.contents()
                .apply(workspace.scope())
                .find(Actor.class, proposal.get().proposedBy());
        return Outcome.done(new Shown(proposal.get(), of.get(), by));
    }

    private static <T> Outcome<T> unknownLink() {
        return Outcome.refused(NOT_FOUND, "No such link.");
    }

    /// The proposals of a vault, the newest first, without those that were deleted.
    public Outcome<List<Proposal>> list(Caller caller, Id vault) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(
                ask,
                view -> Outcome.done(view
                        .contents()
                        .apply(Scope.vault(vault))
                        .all(Proposal.class, proposal -> !proposal.endedAs(Proposal.Ending.DELETED))
                        .stream()
                        .sorted(Comparator.comparingLong(Proposal::number).reversed())
                        .toList()));
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

    /// A member takes an undecided request away. It is found as deleted, so that its agent does not wait for it.
    public Outcome<Proposal> delete(Caller caller, Id vault, long number) {
        var ask = Workspace.Ask.inVault(caller, Action.REVIEW_PROPOSALS, vault, "delete " + number);
        return workspace.change(
                ask,
                transaction -> numbered(transaction.contents(Scope.vault(vault)), number)
                        .then(proposal -> endAsIs(transaction, proposal, Proposal.Ending.DELETED, caller.actor())));
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
                        .then(proposal -> endAsIs(transaction, proposal, Proposal.Ending.WITHDRAWN, caller.actor())));
    }

    /// Ends what nobody decided in time; the server calls this by itself.
    public Outcome<List<Proposal>> expire(Id vault) {
        return workspace.changeByItself("EXPIRE_PROPOSALS", List.of(Scope.vault(vault)), "", transaction -> {
            var late = late(transaction.contents(Scope.vault(vault)), transaction.now());
            late.forEach(proposal -> endAsIs(transaction, proposal, Proposal.Ending.EXPIRED, proposal.proposedBy()));
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

    private static Outcome<Proposal> endAsIs(
            Transaction transaction, Proposal proposal, Proposal.Ending ending, Id by) {
        var asIs = new Decision(proposal.number(), proposal.digest(), Map.of(), "");
        return end(transaction, proposal, ending, asIs, by);
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
