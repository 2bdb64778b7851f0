package agentvault.control;

import agentvault.access.EmailAddress;
import agentvault.crypto.Secret;

/// Brings people letters by e-mail.
public interface Courier {

    /// Brings nobody anything.
    Courier NONE = new Courier() {
        @Override
        public boolean ready() {
            return false;
        }

        @Override
        public boolean brings(EmailAddress to, Letter letter) {
            return false;
        }
    };

    /// What is in a letter. The courier does not keep the secrets in it.
    sealed interface Letter {
        /// A code that confirms the address.
        record Confirmation(Secret code) implements Letter {}

        /// A code for choosing another password.
        record Reset(Secret code) implements Letter {}

        /// An invite, to be accepted at `address` followed by the token.
        record Invitation(String address, Secret token) implements Letter {}

        /// That letters arrive.
        record Test() implements Letter {}
    }

    /// Whether there is a way to bring letters at all.
    boolean ready();

    /// Whether the letter was handed over.
    boolean brings(EmailAddress to, Letter letter);
}
