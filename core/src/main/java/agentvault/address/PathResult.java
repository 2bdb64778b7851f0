package agentvault.address;

/// What came of reading the path of a request: one meaning, or several, depending on who reads it.
public sealed interface PathResult {

    record Plain(CanonicalPath path) implements PathResult {}

    /// Different servers would read this path differently, so no rule that looks at paths may be decided by it.
    record Ambiguous(Reason reason) implements PathResult {}
}
