package agentvault.workspace;

import agentvault.proposal.Acknowledgement;
import java.util.List;

/// Why an operation was refused: a stable code for programs and a sentence for people.
///
/// @param unacknowledged what a person has to say yes to first
public record Problem(Code code, String sentence, List<Acknowledgement> unacknowledged) {

    public Problem {
        unacknowledged = List.copyOf(unacknowledged);
    }

    Problem(Code code, String sentence) {
        this(code, sentence, List.of());
    }

    /// The kinds of refusal. Each face has its own status for them.
    public enum Code {
        NOT_FOUND,
        FORBIDDEN,
        INVALID,
        CONFLICT,
        /// A credential that is never shown.
        WRITE_ONLY,
        /// One half of a bound credential was to be changed alone.
        BOUND_SERVICE,
        ARCHIVED,
        LAST_ADMIN,
        LAST_OWNER,
        ALREADY_ENDED,
        STALE,
        /// A decision has effects that were not said yes to.
        UNACKNOWLEDGED,
        /// It takes a login that somebody opened lately.
        LOGIN_TOO_OLD,
        MISSING_VALUE,
        TOO_MANY,
        /// The same is asked for already, and nobody has decided.
        ALREADY_PENDING,
        /// Registering needs an invite.
        INVITE_ONLY,
        /// No such user, another password, or an address that is not confirmed.
        WRONG_LOGIN,
        /// No such code, or no longer.
        WRONG_CODE,
        /// Too many passwords are being checked at once.
        BUSY,
        /// A token endpoint gave no tokens.
        OAUTH_FAILED,
        /// The stored data is not what was written.
        INTEGRITY_ERROR
    }
}
