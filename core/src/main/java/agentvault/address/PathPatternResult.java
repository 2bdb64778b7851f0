package agentvault.address;

/// What came of reading a path pattern.
public sealed interface PathPatternResult {

    record Valid(PathPattern pattern) implements PathPatternResult {}

    record Invalid(Reason reason) implements PathPatternResult {}
}
