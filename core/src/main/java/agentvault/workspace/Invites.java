package agentvault.workspace;

import static agentvault.workspace.Problem.Code.ALREADY_ENDED;
import static agentvault.workspace.Problem.Code.CONFLICT;
import static agentvault.workspace.Problem.Code.NOT_FOUND;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Action;
import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Login;
import agentvault.access.MailedCode;
import agentvault.access.Permissions.Target;
import agentvault.access.Token;
import agentvault.access.TokenKind;
import agentvault.access.Tokens;
import agentvault.access.UserInvite;
import agentvault.access.UserInvite.Standing;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Until;
import agentvault.workspace.Logins.LoggedIn;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Offers people to become users, and takes in those who accept.
public final class Invites {

    public static final int MAX_PENDING = 50;
    public static final Duration LIFE = Duration.ofDays(2);

    private final Workspace workspace;

    Invites(Workspace workspace) {
        this.workspace = workspace;
    }

    /// An invite and the token that accepts it. The token is not kept anywhere: whoever gets this hands it on and
    /// closes it.
    public record Issued(UserInvite invite, Secret shown) implements AutoCloseable {
        @Override
        public void close() {
            shown.close();
        }
    }

    /// Invites somebody who is no user yet. Roles in vaults may be given by an owner, or by an admin of each vault.
    public Outcome<Issued> create(Caller caller, EmailAddress address, UserInvite.Offer offer) {
        return workspace.change(
                offering(caller, offer, address.text()),
                transaction -> Assignments.permitted(workspace, transaction, caller, offer.vaults())
                        .then(_ -> free(transaction, address))
                        .then(_ -> {
                            var invite = new UserInvite(
                                    transaction.random().id(),
                                    workspace.installation(),
                                    address,
                                    offer,
                                    caller.actor(),
                                    new UserInvite.State.Open(),
                                    span(transaction));
                            transaction.insert(invite);
                            return Outcome.done(issue(transaction, invite));
                        }));
    }

    /// The invites, newest first.
    public Outcome<List<UserInvite>> list(Caller caller) {
        var ask = new Workspace.Ask(caller, Action.INVITE_USERS, new Target.OfWorkspace(), List.of(), List.of(), "");
        return workspace.look(
                ask,
                view -> Outcome.done(view.contents().apply(workspace.scope()).all(UserInvite.class).stream()
                        .sorted(Comparator.comparing(
                                        (UserInvite invite) -> invite.span().created())
                                .reversed())
                        .toList()));
    }

    /// The pending invites that offer a role in a vault, for those who may see who is in it.
    public Outcome<List<UserInvite>> to(Caller caller, Id vault) {
        var now = workspace.clock().instant();
        return workspace.look(
                Workspace.Ask.inVault(caller, Action.READ_VAULT, vault, ""),
                view -> Outcome.done(view.contents()
                        .apply(workspace.scope())
                        .all(
                                UserInvite.class,
                                invite -> invite.standing(now) == Standing.PENDING
                                        && invite.offer().vaults().stream()
                                                .anyMatch(share -> share.vault().equals(vault)))));
    }

    /// The invite that a token stands for, ended or not: whoever holds the token may see what it offers.
    public Outcome<UserInvite> find(Secret shown) {
        return workspace
                .authentication()
                .invite(shown, TokenKind.USER_INVITE)
                .flatMap(invite -> workspace.remembered(workspace.scope()).find(UserInvite.class, invite))
                .<Outcome<UserInvite>>map(Outcome::done)
                .orElseGet(Invites::unknown);
    }

    public Outcome<UserInvite> revoke(Caller caller, Id invite) {
        return workspace.change(
                inviting(caller, Action.INVITE_USERS, invite, "revoke"),
                transaction -> pending(transaction, invite).then(before -> {
                    var after = before.with(new UserInvite.State.Revoked(transaction.now()));
                    transaction.replace(before, after);
                    return Outcome.done(after);
                }));
    }

    /// Another token in the place of the one before, and another two days. It takes what making the invite takes.
    /// Whoever may invite nobody is not told whether there is this one.
    public Outcome<Issued> reinvite(Caller caller, Id invite) {
        if (list(caller) instanceof Outcome.Refused<List<UserInvite>>(var problem)) {
            return new Outcome.Refused<>(problem);
        }
        var known = workspace.remembered(workspace.scope()).find(UserInvite.class, invite);
        if (known.isEmpty()) return unknown();
        return workspace.change(
                offering(caller, known.get().offer(), "reinvite " + known.get().address()),
                transaction -> Assignments.permitted(
                                workspace,
                                transaction,
                                caller,
                                known.get().offer().vaults())
                        .then(_ -> unaccepted(transaction, invite))
                        .then(before -> {
                            var after = before.with(span(transaction));
                            transaction.replace(before, after);
                            tokens(transaction, invite).forEach(transaction::remove);
                            return Outcome.done(issue(transaction, after));
                        }));
    }

    /// Makes a user of whoever shows the token, with the password they choose and the roles they were offered.
    public Outcome<LoggedIn> accept(Secret shown, Secret password, Login.Device device, Face face) {
        return find(shown)
                .then(invite ->
                        standing(invite, invite.standing(workspace.clock().instant())))
                .then(invite -> workspace.keptPasswords().hashed(password).then(encoded -> {
                    try (encoded) {
                        var user = workspace.users().idOf(invite.address()).orElseGet(workspace.random()::id);
                        return workspace.changeFor(
                                accepting(invite, user, face),
                                transaction -> pending(transaction, invite.id())
                                        .then(still -> offered(transaction, still, invite, shown))
                                        .then(still -> joining(transaction, still, user))
                                        .then(joined -> {
                                            var sealed =
                                                    workspace.keptPasswords().sealed(user, encoded);
                                            KeptPasswords.put(transaction, user, sealed);
                                            return Outcome.done(Logins.insert(transaction, joined, device));
                                        }));
                    }
                }));
    }

    private Workspace.Errand accepting(UserInvite invite, Id user, Face face) {
        var scopes = new ArrayList<>(List.of(workspace.scope(), Scope.shortLived(user)));
        scopes.addAll(Assignments.scopes(invite.offer().vaults()));
        return new Workspace.Errand(
                user, "ACCEPT_INVITE", face, scopes, List.of(), invite.address().text());
    }

    /// The invite as it was looked up, if its token was not replaced and who made it may still offer this.
    private Outcome<UserInvite> offered(Transaction transaction, UserInvite still, UserInvite known, Secret shown) {
        var hashing = new Tokens(transaction.keys(), transaction.random());
        boolean fits = tokens(transaction, still.id()).stream()
                .anyMatch(token -> hashing.hash(shown, token.hash().pepper())
                        .filter(token.hash()::equals)
                        .isPresent());
        if (!fits || !still.offer().equals(known.offer())) return unknown();
        var offer = still.offer();
        boolean may = transaction
                .workspace()
                .find(Actor.class, still.invitedBy())
                .filter(by -> Assignments.stillPermitted(transaction, by, offer.role(), offer.vaults()))
                .isPresent();
        return may
                ? Outcome.done(still)
                : Outcome.refused(ALREADY_ENDED, "Who made this invite may not offer it any more: ask for another.");
    }

    private Outcome<Actor> joining(Transaction transaction, UserInvite invite, Id user) {
        var known = Users.named(transaction.workspace(), invite.address());
        if (known.filter(other -> !other.id().equals(user) || other.standing() != Actor.Standing.UNCONFIRMED)
                .isPresent()) {
            return exists(invite.address());
        }
        var joined = new Actor(
                user,
                workspace.installation(),
                invite.address().name(),
                invite.offer().role(),
                Actor.Standing.ACTIVE,
                invite.invitedBy(),
                known.map(Actor::life)
                        .map(life -> life.updated(transaction.now()))
                        .orElseGet(() -> Life.startedAt(transaction.stamp())));
        known.ifPresentOrElse(before -> transaction.replace(before, joined), () -> transaction.insert(joined));
        Assignments.give(transaction, user, invite.offer().vaults());
        transaction.replace(invite, invite.with(new UserInvite.State.Accepted(transaction.now())));
        return Outcome.done(joined);
    }

    private Workspace.Ask offering(Caller caller, UserInvite.Offer offer, String detail) {
        var action = offer.role() == InstanceRole.OWNER ? Action.CREATE_OWNERS : Action.INVITE_USERS;
        return new Workspace.Ask(
                        caller, action, new Target.OfWorkspace(), List.of(workspace.scope()), List.of(), detail)
                .lookingAt(Assignments.scopes(offer.vaults()));
    }

    private Workspace.Ask inviting(Caller caller, Action action, Id invite, String detail) {
        return new Workspace.Ask(
                caller, action, new Target.OfWorkspace(), List.of(workspace.scope()), List.of(invite), detail);
    }

    private Outcome<EmailAddress> free(Transaction transaction, EmailAddress address) {
        boolean taken = Users.named(transaction.workspace(), address)
                .filter(user -> user.standing() != Actor.Standing.UNCONFIRMED)
                .isPresent();
        if (taken) return exists(address);
        var pending = transaction
                .workspace()
                .all(UserInvite.class, invite -> invite.standing(transaction.now()) == Standing.PENDING);
        if (pending.stream().anyMatch(invite -> invite.address().equals(address))) {
            return Outcome.refused(CONFLICT, address + " is invited already: invite them again, or revoke that first.");
        }
        if (pending.size() >= MAX_PENDING) {
            return Outcome.refused(TOO_MANY, "Too many pending invites (max " + MAX_PENDING + ").");
        }
        return Outcome.done(address);
    }

    private Outcome<UserInvite> pending(Transaction transaction, Id invite) {
        return unaccepted(transaction, invite).then(known -> standing(known, known.standing(transaction.now())));
    }

    private static Outcome<UserInvite> unaccepted(Transaction transaction, Id invite) {
        return transaction
                .workspace()
                .find(UserInvite.class, invite)
                .map(known -> known.state() instanceof UserInvite.State.Open
                        ? Outcome.done(known)
                        : standing(known, known.standing(transaction.now())))
                .orElseGet(Invites::unknown);
    }

    private static Outcome<UserInvite> standing(UserInvite invite, Standing standing) {
        return switch (standing) {
            case PENDING -> Outcome.done(invite);
            case ACCEPTED -> Outcome.refused(ALREADY_ENDED, "This invite was accepted already: log in instead.");
            case REVOKED -> Outcome.refused(ALREADY_ENDED, "This invite was revoked: ask for another.");
            case EXPIRED -> Outcome.refused(ALREADY_ENDED, "This invite has expired: ask for another.");
        };
    }

    private static Issued issue(Transaction transaction, UserInvite invite) {
        var tokens = new Tokens(transaction.keys(), transaction.random());
        var shown = tokens.issue(TokenKind.USER_INVITE);
        transaction.insert(new Token(
                transaction.random().id(),
                new Token.Subject.OfInvite(invite.workspace(), invite.id()),
                TokenKind.USER_INVITE,
                tokens.hash(shown),
                Tokens.hint(shown),
                Until.at(invite.span().expiresAt()),
                Life.startedAt(transaction.stamp())));
        return new Issued(invite, shown);
    }

    private static List<Token> tokens(Transaction transaction, Id invite) {
        return transaction
                .workspace()
                .all(
                        Token.class,
                        token -> token.subject() instanceof Token.Subject.OfInvite(var _, var of) && of.equals(invite));
    }

    private static MailedCode.Span span(Transaction transaction) {
        var created = transaction.stamp();
        return new MailedCode.Span(created, created.at().plus(LIFE));
    }

    private static <T> Outcome<T> exists(EmailAddress address) {
        return Outcome.refused(CONFLICT, address + " is a user already.");
    }

    private static <T> Outcome<T> unknown() {
        return Outcome.refused(NOT_FOUND, "No such invite.");
    }
}
