package agentvault.workspace;

import static agentvault.workspace.Problem.Code.BUSY;
import static agentvault.workspace.Problem.Code.INVALID;
import static agentvault.workspace.Problem.Code.WRONG_LOGIN;

import agentvault.access.Actor;
import agentvault.access.PasswordHash;
import agentvault.access.PasswordHashing;
import agentvault.access.PasswordSeal;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import java.util.List;
import java.util.Optional;

/// Checks and keeps users' passwords. Hashing takes long, so it is done before a transaction begins.
final class KeptPasswords {

    private static final int LEAST_CHARACTERS = 8;
    private static final int MOST_BYTES = 1024;

    private final PasswordHashing hashing;
    private final PasswordSeal seal;

    KeptPasswords(Workspace workspace, PasswordHashing hashing) {
        this.hashing = hashing;
        this.seal = new PasswordSeal(workspace.keys(), workspace.random());
    }

    /// The hash of a new password; whoever gets it closes it.
    Outcome<Secret> hashed(Secret password) {
        if (password.characters() < LEAST_CHARACTERS) {
            return Outcome.refused(INVALID, "A password has at least 8 characters.");
        }
        if (password.length() > MOST_BYTES) return Outcome.refused(INVALID, "A password has at most 1,024 bytes.");
        return switch (hashing.hash(password)) {
            case PasswordHashing.Hashed.Done(var encoded) -> Outcome.done(encoded);
            case PasswordHashing.Hashed.Busy() -> busy();
        };
    }

    /// The row that the password fits. It takes as long if there is no such user, or none that may log in.
    Outcome<PasswordHash> matching(Contents workspace, Optional<Actor> user, Secret password) {
        var kept = user.filter(Actor::active).flatMap(known -> of(workspace, known.id()));
        var answer = kept.isPresent() ? compared(kept.get(), password) : hashing.pretend(password);
        return switch (answer) {
            case SAME -> Outcome.done(kept.orElseThrow());
            case DIFFERENT -> Outcome.refused(WRONG_LOGIN, "Invalid email or password.");
            case BUSY -> busy();
        };
    }

    private PasswordHashing.Answer compared(PasswordHash kept, Secret password) {
        try (var encoded = seal.open(kept.user(), kept.sealed())
                .orElseThrow(() -> new IntegrityBroken(
                        List.of(new Finding(kept.scope() + "/password_hash/" + kept.id(), "it does not open"))))) {
            return hashing.compare(password, encoded);
        }
    }

    PasswordHash.Sealed sealed(Id user, Secret encoded) {
        return seal.seal(user, encoded);
    }

    /// The user has this password from now on, and no other.
    static void put(Transaction transaction, Id user, PasswordHash.Sealed sealed) {
        of(transaction.workspace(), user).ifPresent(transaction::remove);
        transaction.insert(new PasswordHash(
                transaction.random().id(), transaction.keys().installation(), user, sealed, transaction.stamp()));
    }

    static Optional<PasswordHash> of(Contents workspace, Id user) {
        return workspace.one(PasswordHash.class, hash -> hash.user().equals(user));
    }

    private static <T> Outcome<T> busy() {
        return Outcome.refused(BUSY, "Too many passwords are being checked: try again in a few seconds.");
    }
}
