package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ALREADY_ENDED;
import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.FORBIDDEN;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.AgentInvite;
import agentvault.access.AgentInvite.Standing;
import agentvault.access.AgentInvite.Whom;
import agentvault.access.InstanceRole;
import agentvault.access.MailedCode;
import agentvault.access.Permissions.Target;
import agentvault.access.Session;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.access.VaultRole;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Slug;
import agentvault.vault.Until;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/// Offers agents their tokens, and gives them to whoever redeems the offer.
public final class AgentInvites {

    public static final int MAX_PENDING = 50;
    public static final Duration LONGEST = Duration.ofDays(7);

    /// How long the invite holds that replaces an agent's token.
    public static final Duration ROTATION = Duration.ofMinutes(15);

    private final Workspace workspace;

    AgentInvites(Workspace workspace) {
        this.workspace = workspace;
    }

    /// An invite and the token that redeems it. The token is not kept anywhere: whoever gets this hands it on and
    /// closes it.
    public record Issued(AgentInvite invite, Secret shown) implements AutoCloseable {
        @Override
        public void close() {
            shown.close();
        }
    }

    /// Offers a token of a new agent. Roles in vaults may be given by an owner, or by an admin of each vault.
    public Outcome<Issued> create(Caller caller, Whom whom, AgentInvite.Offer offer, Duration life) {
        var action = offer.role() == InstanceRole.OWNER ? Action.CREATE_OWNERS : Action.CREATE_AGENTS;
        return workspace.change(
                ask(caller, action, new Target.OfWorkspace(), "invite " + called(whom))
                        .lookingAt(Assignments.scopes(offer.vaults())),
                transaction -> Assignments.permitted(workspace, transaction, caller, offer.vaults())
                        .then(_ -> free(transaction, whom))
                        .then(_ -> Outcome.done(issue(transaction, caller, whom, offer, life))));
    }

    /// Offers another token of an agent that is there. Redeeming it ends its other tokens, and what was made with them.
    ///
    /// @param tokenLife how long the token holds; zero for one that does not end
    public Outcome<Issued> rotate(Caller caller, Actor agent, Duration tokenLife) {
        var target = new Target.OfActor(agent);
        return workspace.change(
                ask(
                        caller,
                        Action.MANAGE_AGENT,
                        target,
                        "invite " + agent.name().text()),
                transaction -> Actors.found(transaction, agent).then(known -> {
                    revokeThoseOf(transaction, known.id());
                    var whom = new Whom.Existing(known.id());
                    var offer = AgentInvite.Offer.ofToken(tokenLife);
                    return Outcome.done(issue(transaction, caller, whom, offer, ROTATION));
                }));
    }

    /// The invites, the newest first.
    public Outcome<List<AgentInvite>> list(Caller caller) {
        var ask = new Workspace.Ask(caller, Action.CREATE_AGENTS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.contents().apply(workspace.scope()).all(AgentInvite.class).stream()
                        .sorted(Comparator.comparing(
                                        (AgentInvite invite) -> invite.span().created())
                                .reversed())
                        .toList()));
    }

    /// The pending invites of new agents that offer a role in a vault, for those who may see who is in it.
    public Outcome<List<AgentInvite>> to(Caller caller, Id vault) {
        var now = workspace.clock().instant();
        return workspace.look(
                Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, ""),
                view -> Outcome.done(view.contents()
                        .apply(workspace.scope())
                        .all(
                                AgentInvite.class,
                                invite -> invite.standing(now) == Standing.PENDING
                                        && invite.offer().vaults().stream()
                                                .anyMatch(share -> share.vault().equals(vault)))));
    }

    /// The invite that a token stands for, ended or not: whoever holds the token may know.
    public Outcome<AgentInvite> find(Secret shown) {
        return workspace
                .authentication()
                .invite(shown, TokenKind.AGENT_INVITE)
                .flatMap(invite -> workspace.remembered(workspace.scope()).find(AgentInvite.class, invite))
                .<Outcome<AgentInvite>>map(Outcome::done)
                .orElseGet(AgentInvites::unknown);
    }

    /// Whether an agent of this name was invited and has not come yet, as far as memory goes.
    public boolean expects(Slug name) {
        var now = workspace.clock().instant();
        return expected(workspace.remembered(workspace.scope()), name, now).isPresent();
    }

    /// Offers an agent that has not come yet a role in another vault.
    ///
    /// @return the invite as it was
    public Outcome<AgentInvite> give(Caller caller, Id vault, Slug name, VaultRole role) {
        return edit(caller, vault, name, "give " + name, (transaction, invite) -> {
            var share = new Session.Share(vault, role);
            if (invite.offer().roleIn(vault).isPresent()) {
                return Outcome.refused(CONFLICT, name + " already has a role in this vault.");
            }
            return vouched(transaction, invite, share)
                    ? Outcome.done(invite.offer().with(share))
                    : Outcome.refused(
                            CONFLICT,
                            "Whoever invited " + name + " may not give roles in this vault: add it when it has come.");
        });
    }

    /// Offers an agent that has not come yet another role in a vault.
    ///
    /// @return the invite as it was
    public Outcome<AgentInvite> change(Caller caller, Id vault, Slug name, VaultRole role) {
        return edit(caller, vault, name, "role of " + name, (_, invite) -> {
            if (invite.offer().roleIn(vault).isEmpty()) return Grants.none();
            return Outcome.done(invite.offer().with(new Session.Share(vault, role)));
        });
    }

    /// Offers an agent that has not come yet no role in a vault any more.
    ///
    /// @return the invite as it was
    public Outcome<AgentInvite> take(Caller caller, Id vault, Slug name) {
        return edit(caller, vault, name, "take " + name, (_, invite) -> {
            if (invite.offer().roleIn(vault).isEmpty()) return Grants.none();
            return Outcome.done(invite.offer().without(vault));
        });
    }

    /// It takes what it takes to edit who is in the vault.
    private Outcome<AgentInvite> edit(
            Caller caller,
            Id vault,
            Slug name,
            String detail,
            BiFunction<Transaction, AgentInvite, Outcome<AgentInvite.Offer>> edited) {
        var ask = new Workspace.Ask(
                caller,
                Action.MANAGE_VAULT_ACTORS,
                new Target.OfVault(vault),
                List.of(workspace.scope()),
                List.of(vault),
                detail);
        return workspace.change(
                ask,
                transaction -> Vaults.active(transaction, vault)
                        .then(_ -> expected(transaction.workspace(), name, transaction.now())
                                .<Outcome<AgentInvite>>map(Outcome::done)
                                .orElseGet(AgentInvites::unknown))
                        .then(invite -> edited.apply(transaction, invite).then(offer -> {
                            transaction.replace(invite, invite.with(offer));
                            return Outcome.done(invite);
                        })));
    }

    /// An invite gives nothing that its maker may not give: with more in it than that it would give nothing at all.
    private static boolean vouched(Transaction transaction, AgentInvite invite, Session.Share share) {
        return transaction
                .workspace()
                .find(Actor.class, invite.invitedBy())
                .filter(by -> Assignments.stillPermitted(
                        transaction, by, invite.offer().role(), List.of(share)))
                .isPresent();
    }

    private static Optional<AgentInvite> expected(Contents workspace, Slug name, Instant now) {
        return workspace.one(
                AgentInvite.class,
                invite -> invite.whom().equals(new Whom.Named(name)) && invite.standing(now) == Standing.PENDING);
    }

    public Outcome<AgentInvite> revoke(Caller caller, Id invite) {
        return workspace.change(
                ask(caller, Action.CREATE_AGENTS, new Target.OfWorkspace(), "revoke invite"),
                transaction -> pending(transaction, invite).then(before -> {
                    var after = before.with(new AgentInvite.State.Revoked(transaction.now()));
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    /// Gives the token away, if nobody was first and whoever made the offer may still make it.
    ///
    /// @param chosen what the agent calls itself, where the invite leaves that open
    public Outcome<Actors.Issued> redeem(Secret shown, Whom.Named chosen, Face face) {
        return find(shown)
                .then(known -> workspace.changeFor(
                        redeeming(known, face),
                        transaction -> pending(transaction, known.id()).then(invite -> {
                            if (!offered(transaction, invite)) {
                                return Outcome.refused(FORBIDDEN, "Who made this invite may not offer it any more.");
                            }
                            return given(transaction, invite, chosen).then(issued -> {
                                var agent = issued.actor().id();
                                transaction.replace(
                                        invite, invite.with(new AgentInvite.State.Redeemed(transaction.now(), agent)));
                                return Outcome.done(issued);
                            });
                        })));
    }

    private Workspace.Errand redeeming(AgentInvite invite, Face face) {
        var scopes = new ArrayList<>(List.of(workspace.scope()));
        scopes.addAll(Assignments.scopes(invite.offer().vaults()));
        if (invite.whom() instanceof Whom.Existing) scopes.addAll(Scope.allShortLived());
        return new Workspace.Errand(
                invite.invitedBy(), "REDEEM_INVITE", face, scopes, List.of(), called(invite.whom()));
    }

    private static boolean offered(Transaction transaction, AgentInvite invite) {
        var by = transaction.workspace().find(Actor.class, invite.invitedBy());
        return switch (invite.whom()) {
            case Whom.Existing(var agent) ->
                transaction
                        .workspace()
                        .find(Actor.class, agent)
                        .map(known -> by.filter(actor -> Assignments.stillManages(actor, known))
                                .isPresent())
                        .orElse(true);
            case Whom.Named _, Whom.Anybody _ ->
                by.filter(actor -> Assignments.stillPermitted(
                                transaction,
                                actor,
                                invite.offer().role(),
                                invite.offer().vaults()))
                        .isPresent();
        };
    }

    private static Outcome<Actors.Issued> given(Transaction transaction, AgentInvite invite, Whom.Named chosen) {
        return switch (invite.whom()) {
            case Whom.Named(var name) -> made(transaction, invite, name);
            case Whom.Anybody() -> made(transaction, invite, chosen.name());
            case Whom.Existing(var id) ->
                transaction
                        .workspace()
                        .find(Actor.class, id)
                        .map(agent -> Outcome.done(
                                Actors.renew(transaction, agent, invite.offer().tokenUntil(transaction.now()))))
                        .orElseGet(() -> Outcome.refused(NOT_FOUND, "The agent of this invite is gone."));
        };
    }

    private static Outcome<Actors.Issued> made(Transaction transaction, AgentInvite invite, Slug name) {
        return Actors.free(transaction, new Actor.Name(Actor.Kind.AGENT, name.text()))
                .then(free -> {
                    var offer = invite.offer();
                    var agent = Actors.insert(transaction, free, offer.role(), invite.invitedBy());
                    Assignments.give(transaction, agent.id(), offer.vaults());
                    return Outcome.done(
                            Actors.issue(transaction, agent, TokenKind.AGENT, offer.tokenUntil(transaction.now())));
                });
    }

    /// An agent that gets another token, or none any more, has no use for invites that were made before.
    static void revokeThoseOf(Transaction transaction, Id agent) {
        revoke(transaction, invite -> invite.whom() instanceof Whom.Existing(var of) && of.equals(agent));
    }

    static void revokeThoseBy(Transaction transaction, Id actor) {
        revoke(transaction, invite -> invite.invitedBy().equals(actor));
    }

    private static void revoke(Transaction transaction, Predicate<AgentInvite> those) {
        transaction
                .workspace()
                .all(
                        AgentInvite.class,
                        invite -> those.test(invite) && invite.state() instanceof AgentInvite.State.Open)
                .forEach(invite ->
                        transaction.replace(invite, invite.with(new AgentInvite.State.Revoked(transaction.now()))));
    }

    private Workspace.Ask ask(Caller caller, Action action, Target target, String detail) {
        return new Workspace.Ask(caller, action, target, List.of(workspace.scope()), List.of(), detail);
    }

    private static String called(Whom whom) {
        return switch (whom) {
            case Whom.Named(var name) -> name.text();
            case Whom.Anybody() -> "an agent";
            case Whom.Existing(var agent) -> agent.toString();
        };
    }

    private static Outcome<Whom> free(Transaction transaction, Whom whom) {
        var pending = transaction
                .workspace()
                .all(AgentInvite.class, invite -> invite.standing(transaction.now()) == Standing.PENDING);
        if (pending.size() >= MAX_PENDING) {
            return Outcome.refused(TOO_MANY, "Too many pending invites (max " + MAX_PENDING + ").");
        }
        if (!(whom instanceof Whom.Named(var name))) return Outcome.done(whom);
        if (pending.stream().anyMatch(invite -> invite.whom().equals(whom))) {
            return Outcome.refused(CONFLICT, "A pending invite for agent \"" + name + "\" already exists.");
        }
        boolean taken = Actors.free(transaction, new Actor.Name(Actor.Kind.AGENT, name.text()))
                instanceof Outcome.Refused<Actor.Name>;
        return taken
                ? Outcome.refused(CONFLICT, "An agent named \"" + name + "\" already exists.")
                : Outcome.done(whom);
    }

    private static Outcome<AgentInvite> pending(Transaction transaction, Id id) {
        var invite = transaction.workspace().find(AgentInvite.class, id);
        if (invite.isEmpty()) return unknown();
        return switch (invite.get().standing(transaction.now())) {
            case PENDING -> Outcome.done(invite.get());
            case REDEEMED -> Outcome.refused(ALREADY_ENDED, "Invite is already redeemed.");
            case REVOKED -> Outcome.refused(ALREADY_ENDED, "Invite is already revoked.");
            case EXPIRED -> Outcome.refused(ALREADY_ENDED, "Invite has expired.");
        };
    }

    private static Issued issue(
            Transaction transaction, Caller caller, Whom whom, AgentInvite.Offer offer, Duration life) {
        var created = transaction.stamp();
        var invite = new AgentInvite(
                transaction.random().id(),
                transaction.keys().installation(),
                whom,
                offer,
                caller.actor(),
                new AgentInvite.State.Open(),
                new MailedCode.Span(created, created.at().plus(life)));
        transaction.insert(invite);
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var shown = tokens.issue(TokenKind.AGENT_INVITE);
        transaction.insert(new Token(
                transaction.random().id(),
                new Token.Subject.OfInvite(invite.workspace(), invite.id()),
                TokenKind.AGENT_INVITE,
                tokens.hash(shown),
                Tokens.hint(shown),
                Until.at(invite.span().expiresAt()),
                Life.startedAt(transaction.stamp())));
        return new Issued(invite, shown);
    }

    private static <T> Outcome<T> unknown() {
        return Outcome.refused(NOT_FOUND, "No such invite.");
    }
}
