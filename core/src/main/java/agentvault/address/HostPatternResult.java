package agentvault.address;

/// What came of reading a host pattern that somebody wants to write into a rule.
public sealed interface HostPatternResult {

    record Valid(HostPattern pattern) implements HostPatternResult {}

    /// Sound as written, but the wildcard spans names of different customers of one provider (`*.github.io`):
    /// whoever writes it must say that this is meant.
    record NeedsAcknowledgement(HostPattern pattern) implements HostPatternResult {}

    record Invalid(Reason reason) implements HostPatternResult {}
}
