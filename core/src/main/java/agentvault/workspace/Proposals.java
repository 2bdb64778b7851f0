package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ALREADY_ENDED;
import static agentvault.workspace.Problem.Code.LOGIN_TOO_OLD;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.STALE;
import static agentvault.workspace.Problem.Code.UNACKNOWLEDGED;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.Login;
import agentvault.access.Permissions.Target;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.crypto.Envelope;
import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import agentvault.proposal.Comparison;
import agentvault.proposal.Effect;
import agentvault.proposal.Proposal;
import agentvault.proposal.Request;
import agentvault.proposal.Slot;
import agentvault.vault.Credential;
import agentvault.vault.CredentialKey;
import agentvault.vault.Life;
import agentvault.vault.Service;
import agentvault.vault.Until;
import agentvault.vault.Vault;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Takes agents' requests and carries out people's decisions. A proposal leaves the pending state once, whoever is
/// first.
public final class Proposals {

    public static final int MAX_PENDING = 20;
    private static final Duration LIFE = Duration.ofDays(7);
    /// How old a login may be that approves.
    public static final Duration FRESH = Duration.ofHours(12);

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
        var unfit = Credentials.unfit(brought);
        if (unfit.isPresent()) return new Outcome.Refused<>(unfit.get());
        var ask = ask(caller, Action.PROPOSE, vault, "");
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault).then(_ -> {
                    var all = transaction.contents(Scope.vault(vault)).all(Proposal.class);
                    return new ProposalQueue(all, transaction.now())
                            .number(caller.actor(), request, !brought.isEmpty())
                            .then(number -> new RehearseRequest(transaction, vault, request)
                                    .asked()
                                    .then(_ -> {
                                        var proposal =
                                                pending(transaction, vault, number, caller.actor(), request, brought);
                                        transaction.insert(proposal);
                                        Announce.created(transaction, proposal);
                                        return Outcome.done(new Created(proposal, link(transaction, proposal)));
                                    }));
                }));
    }

    private static Proposal pending(
            Transaction transaction,
            Id vault,
            long number,
            Id by,
            Request request,
            Map<CredentialKey, Secret> brought) {
        Id id = transaction.random().id();
        var created = transaction.stamp();
        var stages = new Proposal.Stages(created, created.at().plus(LIFE), new Proposal.State.Pending());
        return Proposal.pending(id, vault, number, by, sealed(transaction, vault, id, request, brought), stages);
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
    public record Shown(Proposal proposal, Effect effect, Vault vault, Optional<Actor> by) {}

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
        var reviewed = reviewed(vault, proposal.get());
        return Outcome.done(new Shown(reviewed.proposal(), reviewed.effect(), of.get(), by));
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
                        .map(proposal -> proposal.asOf(workspace.clock().instant()))
                        .sorted(Comparator.comparingLong(Proposal::number).reversed())
                        .toList()));
    }

    public Outcome<Proposal> find(Caller caller, Id vault, long number) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(
                ask,
                view -> numbered(view.contents().apply(Scope.vault(vault)), number)
                        .then(proposal ->
                                Outcome.done(proposal.asOf(workspace.clock().instant()))));
    }

    /// Whether a proposal is still to be decided, as far as memory goes; the database is not asked.
    public boolean awaitsDecision(Id vault, long number) {
        return waits(vault, proposal -> proposal.number() == number);
    }

    /// Whether a proposal is to be decided that was made after this one, as far as memory goes.
    public boolean awaited(Id vault, long after) {
        return waits(vault, proposal -> proposal.number() > after);
    }

    private boolean waits(Id vault, Predicate<Proposal> those) {
        var now = workspace.clock().instant();
        var all = workspace.remembered(Scope.vault(vault)).all(Proposal.class, those);
        return !new ProposalQueue(all, now).waiting().isEmpty();
    }

    /// Whether somebody could decide about the proposals of a vault now, without a trace of having asked.
    public boolean mayReview(Caller caller, Id vault) {
        return workspace.may(caller, Action.REVIEW_PROPOSALS, new Target.OfVault(vault), workspace::remembered);
    }

    /// A proposal beside what approving it does to its vault now.
    public record Reviewed(Proposal proposal, Effect effect) {}

    public Outcome<Reviewed> review(Caller caller, Id vault, long number) {
        var ask = Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, "");
        return workspace.look(ask, view -> {
            var contents = view.contents().apply(Scope.vault(vault));
            return numbered(contents, number).then(proposal -> Outcome.done(reviewed(contents, proposal)));
        });
    }

    private Reviewed reviewed(Contents vault, Proposal stored) {
        var proposal = stored.asOf(workspace.clock().instant());
        return new Reviewed(proposal, proposal.pending() ? effect(vault, proposal) : Effect.NONE);
    }

    private static Effect effect(Contents vault, Proposal proposal) {
        return new Comparison(proposal.request(), vault.all(Service.class), vault.all(Credential.class)).effect();
    }

    /// What a person decided: about which proposal, as which digest they saw, with which values.
    ///
    /// @param acknowledged the codes of the effects that they said yes to
    public record Decision(
            long number, Octets shown, Map<CredentialKey, Secret> values, Set<String> acknowledged, String note) {
        public Decision {
            acknowledged = Set.copyOf(acknowledged);
        }
    }

    /// Applies a proposal: services, credentials and its own end in one transaction.
    public Outcome<Proposal> approve(Caller caller, Id vault, Decision decision) {
        var unfit = Credentials.unfit(decision.values());
        if (unfit.isPresent()) return new Outcome.Refused<>(unfit.get());
        var ask = ask(caller, Action.REVIEW_PROPOSALS, vault, "approve " + decision.number());
        return workspace.change(
                ask,
                transaction -> recent(transaction, caller)
                        .then(_ -> Vaults.active(transaction, vault))
                        .then(_ -> numbered(transaction.contents(Scope.vault(vault)), decision.number()))
                        .then(proposal -> end(transaction, proposal, Proposal.Ending.APPLIED, decision, caller.actor())
                                .then(ended -> acknowledged(transaction, proposal, decision)
                                        .then(_ -> new ApplyProposal(
                                                        transaction, vault, proposal.request(), caller.face())
                                                .with(proposal.id(), decision.values()))
                                        .then(_ -> Outcome.done(ended)))));
    }

    /// Whoever gives access away has shown their password lately. A login that was left open somewhere cannot.
    private static Outcome<Caller> recent(Transaction transaction, Caller caller) {
        boolean old = caller.shownIn()
                .flatMap(scope -> transaction.contents(scope).find(Login.class, caller.shown()))
                .filter(login ->
                        !transaction.now().isBefore(login.created().at().plus(FRESH)))
                .isPresent();
        return old
                ? Outcome.refused(LOGIN_TOO_OLD, "Approving takes a login of the last 12 hours.")
                : Outcome.done(caller);
    }

    /// What approving does is reckoned anew, inside the change: somebody may have edited the vault since it was shown.
    private static Outcome<Proposal> acknowledged(Transaction transaction, Proposal proposal, Decision decision) {
        var missing = effect(transaction.contents(proposal.scope()), proposal).acknowledgements().stream()
                .filter(needed -> !decision.acknowledged().contains(needed.code()))
                .toList();
        if (missing.isEmpty()) return Outcome.done(proposal);
        return new Outcome.Refused<>(new Problem(
                UNACKNOWLEDGED,
                "Proposal " + proposal.number() + " has effects that nobody said yes to: acknowledge each of them.",
                missing));
    }

    public Outcome<Proposal> reject(Caller caller, Id vault, Decision decision) {
        var ask = ask(caller, Action.REVIEW_PROPOSALS, vault, "reject " + decision.number());
        return workspace.change(
                ask,
                transaction -> numbered(transaction.contents(Scope.vault(vault)), decision.number())
                        .then(proposal ->
                                end(transaction, proposal, Proposal.Ending.REJECTED, decision, caller.actor())));
    }

    /// A member takes an undecided request away. It is found as deleted, so that its agent does not wait for it.
    public Outcome<Proposal> delete(Caller caller, Id vault, long number) {
        var ask = ask(caller, Action.REVIEW_PROPOSALS, vault, "delete " + number);
        return workspace.change(
                ask,
                transaction -> numbered(transaction.contents(Scope.vault(vault)), number)
                        .then(proposal -> endAsIs(transaction, proposal, Proposal.Ending.DELETED, caller.actor())));
    }

    /// The agent takes its own request back.
    public Outcome<Proposal> withdraw(Caller caller, Id vault, long number) {
        var ask = ask(caller, Action.PROPOSE, vault, "withdraw " + number);
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
        var scopes = List.of(Scope.vault(vault), Announce.scope(vault));
        return workspace.changeByItself("EXPIRE_PROPOSALS", scopes, "", transaction -> {
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
        return vault.all(Proposal.class, proposal -> proposal.late(now));
    }

    private static Workspace.Ask ask(Caller caller, Action action, Id vault, String detail) {
        return Workspace.Ask.inVault(caller, action, vault, detail).holding(Announce.scope(vault));
    }

    private static Outcome<Proposal> endAsIs(
            Transaction transaction, Proposal proposal, Proposal.Ending ending, Id by) {
        var asIs = new Decision(proposal.number(), proposal.digest(), Map.of(), Set.of(), "");
        return end(transaction, proposal, ending, asIs, by);
    }

    private static Outcome<Proposal> end(
            Transaction transaction, Proposal proposal, Proposal.Ending ending, Decision decision, Id by) {
        var transition = proposal.end(ending, decision.shown(), by, transaction.now(), decision.note());
        return switch (transition) {
            case Proposal.Transition.To(var ended) -> {
                transaction.replace(proposal, ended);
                Announce.decided(transaction, ended, ending);
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
