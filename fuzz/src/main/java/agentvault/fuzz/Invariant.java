package agentvault.fuzz;

/// A rule that must hold for every input.
final class Invariant {

    private Invariant() {}

    static void holds(boolean condition, String rule, Object about) {
        if (!condition) throw new AssertionError(rule + ": " + about);
    }

    static void same(Object actual, Object expected, String rule) {
        if (!actual.equals(expected)) throw new AssertionError(rule + ": " + actual + " is not " + expected);
    }
}
