package agentvault.address;

/// What came of reading a host with a port.
public sealed interface AuthorityResult {

    record Valid(Authority authority) implements AuthorityResult {}

    record Invalid(Reason reason) implements AuthorityResult {}
}
