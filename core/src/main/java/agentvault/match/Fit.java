package agentvault.match;

/// How a request fits one service at one destination whose host it has.
enum Fit {
    OTHER_PORT,
    OTHER_SCHEME,
    OTHER_METHOD,
    OTHER_PATH,
    OTHER_QUERY,
    /// The rule looks at paths and this path has more than one reading.
    AMBIGUOUS_PATH,
    /// The rule looks at methods and the server may see another one.
    METHOD_OVERRIDE,
    MATCHES;

    /// Says that no less specific rule may be asked any more.
    boolean decides() {
        return compareTo(AMBIGUOUS_PATH) >= 0;
    }
}
