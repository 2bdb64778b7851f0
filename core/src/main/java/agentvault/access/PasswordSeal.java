package agentvault.access;

import agentvault.crypto.Canonical;
import agentvault.crypto.Envelope;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import java.util.Optional;

/// Seals the hashes of passwords for their users, so that nobody with the database alone can guess at them.
public final class PasswordSeal {

    private final KeyRing keys;
    private final Randomness random;

    public PasswordSeal(KeyRing keys, Randomness random) {
        this.keys = keys;
        this.random = random;
    }

    public PasswordHash.Sealed seal(Id user, Secret encoded) {
        var key = keys.current(KeyUse.WORKSPACE);
        return new PasswordHash.Sealed(key.version(), Envelope.seal(key.material(), place(user), encoded, random));
    }

    /// Empty if the row was changed.
    public Optional<Secret> open(Id user, PasswordHash.Sealed sealed) {
        return keys.version(KeyUse.WORKSPACE, sealed.key())
                .flatMap(key -> Envelope.open(key.material(), place(user), sealed.value()));
    }

    private byte[] place(Id user) {
        return Canonical.of("password-hash", 1).id(keys.installation()).id(user).bytes();
    }
}
