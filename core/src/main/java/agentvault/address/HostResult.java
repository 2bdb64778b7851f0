package agentvault.address;

/// What came of reading a host.
public sealed interface HostResult {

    record Valid(CanonicalHost host) implements HostResult {}

    record Invalid(Reason reason) implements HostResult {}
}
