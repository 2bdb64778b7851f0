package agentvault.traffic;

import agentvault.id.Id;
import java.time.Instant;
import java.util.Optional;

/// When a credential was last sent somewhere, and what the server there said to it.
///
/// @param version of the value that the server said it to
public record CredentialUse(Id vault, Id credential, int version, Instant at, Said said) {

    /// What a server said to a request that carried a credential.
    public enum Said {
        /// Nothing about the credential: no response, or one that tells of something else.
        NOTHING,
        YES,
        UNAUTHORIZED,
        FORBIDDEN;

        /// @param status of the response, or 0 if none came
        public static Said by(int status) {
            if (status == 401) return UNAUTHORIZED;
            if (status == 403) return FORBIDDEN;
            return status / 100 == 2 || status == 101 ? YES : NOTHING;
        }

        private String sentence() {
            return switch (this) {
                case NOTHING, YES -> "";
                case UNAUTHORIZED -> "The server answered 401: it does not accept this credential.";
                case FORBIDDEN -> "The server answered 403: this credential may not do what was asked.";
            };
        }
    }

    /// What the server said against the credential, if it did. What was said to an earlier value does not count.
    ///
    /// @param newest the version of the value that the credential has now
    public Optional<String> error(int newest) {
        return Optional.of(said.sentence()).filter(sentence -> version == newest && !sentence.isEmpty());
    }

    /// Both uses in one: the later one, and what was said last.
    public CredentialUse then(CredentialUse later) {
        return later.said == Said.NOTHING ? new CredentialUse(vault, credential, version, later.at, said) : later;
    }
}
