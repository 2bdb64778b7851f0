package agentvault.workspace;

import agentvault.access.Actor;
import agentvault.access.EmailAddress;
import agentvault.access.Login;
import agentvault.access.MailedCode.Purpose;
import agentvault.crypto.Scope;
import agentvault.crypto.Secret;
import agentvault.id.Face;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.workspace.Logins.LoggedIn;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Gives users other passwords. Whoever has one from before is locked out: every login ends, with the sessions that
/// were made with it.
public final class Passwords {

    private static final Login.Device UNNAMED = new Login.Device("");

    private final Workspace workspace;

    Passwords(Workspace workspace) {
        this.workspace = workspace;
    }

    /// Gives the caller, who shows the one they have, another password, and a new login on the same device.
    public Outcome<LoggedIn> change(Caller caller, Secret current, Secret next) {
        var known = workspace.lookByItself(view -> view.contents().apply(workspace.scope()));
        var user = known.find(Actor.class, caller.actor());
        var kept = workspace.keptPasswords();
        return kept.matching(known, user, current)
                .then(fits -> kept.hashed(next).then(encoded -> {
                    try (encoded) {
                        return workspace.change(
                                Logins.own(caller, scopes(), "password"),
                                transaction -> Logins.stillFits(transaction, fits)
                                        .then(active -> Outcome.done(
                                                renewed(transaction, active, encoded, device(transaction, caller)))));
                    }
                }));
    }

    /// Makes a code for choosing another password. It is empty if there is no such user or enough codes are pending:
    /// whoever asked is told the same in every case.
    public Outcome<Optional<Secret>> forgot(EmailAddress address, Face face) {
        var user = workspace.users().idOf(address);
        var place = user.orElseGet(workspace.random()::id);
        var scope = Scope.shortLived(place);
        var errand = new Workspace.Errand(
                user.orElse(Entry.NONE), "FORGOT_PASSWORD", face, List.of(scope), List.of(workspace.scope()), "");
        return workspace.changeFor(errand, transaction -> {
            var sent = active(transaction, place)
                    .flatMap(_ -> new Codes(transaction, place, Purpose.Reset.class).send(new Purpose.Reset()));
            if (sent.isEmpty()) transaction.touch(scope);
            return Outcome.done(sent);
        });
    }

    /// Who forgot a password, what they were sent, and what they choose.
    public record Reset(EmailAddress address, Secret code, Secret next) {}

    /// Chooses another password by a code.
    public Outcome<LoggedIn> reset(Reset reset, Login.Device device, Face face) {
        var user = workspace.users().idOf(reset.address());
        var place = user.orElseGet(workspace.random()::id);
        var errand = new Workspace.Errand(
                user.orElse(Entry.NONE), "RESET_PASSWORD", face, scopes(), List.of(), device.label());
        return workspace.keptPasswords().hashed(reset.next()).then(encoded -> {
            try (encoded) {
                return workspace
                        .<Outcome<LoggedIn>>changeFor(
                                errand,
                                transaction -> Outcome.done(new Codes(transaction, place, Purpose.Reset.class)
                                        .shown(
                                                reset.code(),
                                                active(transaction, place),
                                                (active, _) -> renewed(transaction, active, encoded, device))))
                        .then(answer -> answer);
            }
        });
    }

    private LoggedIn renewed(Transaction transaction, Actor user, Secret encoded, Login.Device device) {
        KeptPasswords.put(transaction, user.id(), workspace.keptPasswords().sealed(user.id(), encoded));
        return Logins.insertAlone(transaction, user, device);
    }

    private Collection<Scope> scopes() {
        var scopes = new ArrayList<>(List.of(workspace.scope()));
        scopes.addAll(Scope.allShortLived());
        return scopes;
    }

    private static Optional<Actor> active(Transaction transaction, Id user) {
        return transaction.workspace().find(Actor.class, user).filter(Actor::active);
    }

    private static Login.Device device(Transaction transaction, Caller caller) {
        return Logins.of(transaction, caller.actor()).stream()
                .filter(login -> login.id().equals(caller.shown()))
                .findFirst()
                .map(Login::device)
                .orElse(UNNAMED);
    }
}
