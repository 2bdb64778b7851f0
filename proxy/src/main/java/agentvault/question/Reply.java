package agentvault.question;

import agentvault.crypto.Secret;

/// What came back.
public sealed interface Reply {

    /// @param body may hold tokens; whoever gets it closes it
    record Whole(int status, Secret body) implements Reply {}

    /// @param code stable, and all that is told
    record None(String code) implements Reply {}
}
