package agentvault.access;

import agentvault.crypto.Secret;

/// Turns passwords into what a slow comparison can be made with. It takes tens of megabytes and a good part of a second
/// on purpose, so only a few run at once and the rest is told to come again.
public interface PasswordHashing {

    /// What came of hashing a password.
    sealed interface Hashed {
        /// @param encoded hash, salt and cost; whoever gets it closes it
        record Done(Secret encoded) implements Hashed {}

        record Busy() implements Hashed {}
    }

    enum Answer {
        SAME,
        DIFFERENT,
        BUSY
    }

    Hashed hash(Secret password);

    Answer compare(Secret password, Secret encoded);

    /// Takes as long as a comparison and answers [Answer#DIFFERENT]: for somebody who does not exist.
    Answer pretend(Secret password);
}
