package agentvault.workspace;

import static agentvault.workspace.Problem.Code.INVITE_ONLY;
import static agentvault.workspace.Problem.Code.STALE;
import static agentvault.workspace.Problem.Code.TOO_MANY;

import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.InstanceRole;
import agentvault.access.Login;
import agentvault.access.MailedCode.Purpose;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.vault.Life;
import agentvault.workspace.Logins.LoggedIn;
import java.util.List;
import java.util.Optional;

/// Makes users of people who come by themselves: the first one owns the instance, others confirm their address if the
/// instance is open for it.
public final class Registration {

    private static final int TRIES = 5;

    private final Workspace workspace;

    Registration(Workspace workspace) {
        this.workspace = workspace;
    }

    /// What came of registering.
    public sealed interface Registered {
        /// The first user, who is in already.
        record Owner(LoggedIn login) implements Registered {}

        /// Whoever registered shows the code next. It is empty if the address is a user's: whoever asks is told the
        /// same.
        record Unconfirmed(Optional<Secret> code) implements Registered {}
    }

    /// Whether nobody has registered yet.
    public boolean awaitsFirstUser() {
        return workspace.lookByItself(
                view -> users(view.contents().apply(workspace.scope())).isEmpty());
    }

    public Outcome<Registered> register(EmailAddress address, Secret password, Login.Device device, Face face) {
        if (!open(address)) return closed();
        return workspace.keptPasswords().hashed(password).then(encoded -> {
            try (encoded) {
                for (int tried = 1; ; tried++) {
                    var outcome = registered(address, encoded, device, face);
                    boolean somebodyElse =
                            outcome instanceof Outcome.Refused<Registered>(var problem) && problem.code() == STALE;
                    if (!somebodyElse || tried == TRIES) return outcome;
                }
            }
        });
    }

    private Outcome<Registered> registered(EmailAddress address, Secret encoded, Login.Device device, Face face) {
        var known = workspace.lookByItself(view -> view.contents().apply(workspace.scope()));
        var user = Users.named(known, address).map(Actor::id).orElseGet(workspace.random()::id);
        var first = users(known).isEmpty();
        var vault = workspace.random().id();
        var scopes = first
                ? List.of(workspace.scope(), Scope.shortLived(user), Scope.vault(vault))
                : List.of(workspace.scope(), Scope.shortLived(user));
        var errand = new Workspace.Errand(user, "REGISTER", face, scopes, List.of(), address.text());
        return workspace.changeFor(errand, transaction -> {
            boolean stillFirst = users(transaction.workspace()).isEmpty();
            if (stillFirst != first) return Outcome.refused(STALE, "Somebody was first: try again.");
            if (first)
                return Outcome.done(new Registered.Owner(owner(transaction, user, vault, address, encoded, device)));
            return open(transaction.workspace(), address) ? unconfirmed(transaction, user, address, encoded) : closed();
        });
    }

    /// The owner with a password, the default vault and a login: all in one transaction, so there is one owner.
    private LoggedIn owner(
            Transaction transaction, Id id, Id vault, EmailAddress address, Secret encoded, Login.Device device) {
        var owner = insert(transaction, id, address, InstanceRole.OWNER, Actor.Standing.ACTIVE);
        KeptPasswords.put(transaction, id, workspace.keptPasswords().sealed(id, encoded));
        Vaults.insert(transaction, vault, Vaults.DEFAULT, Vaults.Naming.of(Vaults.DEFAULT.text()), id);
        return Logins.insert(transaction, owner, device);
    }

    private Outcome<Registered> unconfirmed(Transaction transaction, Id id, EmailAddress address, Secret encoded) {
        var known = Users.named(transaction.workspace(), address);
        if (known.filter(user -> !user.id().equals(id)).isPresent()) {
            return Outcome.refused(STALE, "Somebody was first: try again.");
        }
        if (known.filter(user -> user.standing() != Actor.Standing.UNCONFIRMED).isPresent()) {
            transaction.touch(Scope.shortLived(id));
            return Outcome.done(new Registered.Unconfirmed(Optional.empty()));
        }
        if (known.isEmpty()) insert(transaction, id, address, InstanceRole.MEMBER, Actor.Standing.UNCONFIRMED);
        var purpose = new Purpose.Confirmation(workspace.keptPasswords().sealed(id, encoded));
        var code = new Codes(transaction, id, Purpose.Confirmation.class).send(purpose);
        if (code.isEmpty()) {
            return Outcome.refused(TOO_MANY, "Too many codes were sent to this address: wait a quarter of an hour.");
        }
        return Outcome.done(new Registered.Unconfirmed(code));
    }

    /// Another code for an address that is not confirmed yet, for the password that was given last; empty if there is
    /// nothing to confirm, or enough codes are pending.
    public Outcome<Optional<Secret>> resend(EmailAddress address, Face face) {
        var user = workspace.users().idOf(address);
        var place = user.orElseGet(workspace.random()::id);
        var scope = Scope.shortLived(place);
        var errand = new Workspace.Errand(
                user.orElse(Entry.NONE), "RESEND_CODE", face, List.of(scope), List.of(workspace.scope()), "");
        return workspace.changeFor(errand, transaction -> {
            var codes = new Codes(transaction, place, Purpose.Confirmation.class);
            var sent = unconfirmed(transaction, place)
                    .flatMap(_ -> codes.newest())
                    .flatMap(code -> codes.send(code.purpose()));
            if (sent.isEmpty()) transaction.touch(scope);
            return Outcome.done(sent);
        });
    }

    /// Confirms an address by the code that was sent to it. The user gets the password that was given for this code.
    public Outcome<LoggedIn> confirm(EmailAddress address, Secret code, Login.Device device, Face face) {
        var user = workspace.users().idOf(address);
        var place = user.orElseGet(workspace.random()::id);
        var scopes = List.of(workspace.scope(), Scope.shortLived(place));
        var errand = new Workspace.Errand(
                user.orElse(Entry.NONE), "CONFIRM_ADDRESS", face, scopes, List.of(), device.label());
        return workspace
                .<Outcome<LoggedIn>>changeFor(
                        errand,
                        transaction -> Outcome.done(new Codes(transaction, place, Purpose.Confirmation.class)
                                .shown(code, unconfirmed(transaction, place), (actor, right) -> {
                                    var active = actor.with(Actor.Standing.ACTIVE, transaction.now());
                                    transaction.replace(actor, active);
                                    if (right.purpose() instanceof Purpose.Confirmation(var password)) {
                                        KeptPasswords.put(transaction, active.id(), password);
                                    }
                                    return Logins.insert(transaction, active, device);
                                })))
                .then(answer -> answer);
    }

    private Actor insert(
            Transaction transaction, Id id, EmailAddress address, InstanceRole role, Actor.Standing standing) {
        var user = new Actor(
                id,
                workspace.installation(),
                address.name(),
                role,
                standing,
                Entry.NONE,
                Life.startedAt(transaction.stamp()));
        transaction.insert(user);
        return user;
    }

    private boolean open(EmailAddress address) {
        return workspace.lookByItself(view -> {
            var contents = view.contents().apply(workspace.scope());
            return users(contents).isEmpty() || open(contents, address);
        });
    }

    private static boolean open(Contents contents, EmailAddress address) {
        return Settings.of(contents).open(address);
    }

    private static List<Actor> users(Contents contents) {
        return contents.all(Actor.class, actor -> actor.name().kind() == Actor.Kind.USER);
    }

    private static Optional<Actor> unconfirmed(Transaction transaction, Id user) {
        return transaction
                .workspace()
                .find(Actor.class, user)
                .filter(known -> known.standing() == Actor.Standing.UNCONFIRMED);
    }

    private static <T> Outcome<T> closed() {
        return Outcome.refused(INVITE_ONLY, "Registering here needs an invite: ask a member for one.");
    }
}
