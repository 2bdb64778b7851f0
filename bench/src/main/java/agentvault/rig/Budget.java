package agentvault.rig;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/// What may at most be taken, or must at least be done. It is missed if every round is beyond it, met if the median is
/// not, and anything between tells nothing.
///
/// @param of who has to be measured for it
record Budget(String says, List<String> of, ToDoubleFunction<Round> value, Bound bound, double limit) {

    enum Bound {
        AT_MOST,
        AT_LEAST
    }

    Budget {
        of = List.copyOf(of);
    }

    /// A share of what another one takes in the same round.
    static Budget atMost(double share, Figure figure, String ours, String other) {
        return new Budget(
                figure.heading() + " / that of " + other,
                List.of(ours, other),
                round -> round.of(ours, figure) / round.of(other, figure),
                Bound.AT_MOST,
                share);
    }

    /// A multiple of what another one does in the same round.
    static Budget atLeast(double share, Figure figure, String ours, String other) {
        return new Budget(
                figure.heading() + " / that of " + other,
                List.of(ours, other),
                round -> round.of(ours, figure) / round.of(other, figure),
                Bound.AT_LEAST,
                share);
    }

    static Budget atMost(double limit, Figure figure, String ours) {
        return new Budget(figure.heading(), List.of(ours), round -> round.of(ours, figure), Bound.AT_MOST, limit);
    }

    static Budget atLeast(double limit, Figure figure, String ours) {
        return new Budget(figure.heading(), List.of(ours), round -> round.of(ours, figure), Bound.AT_LEAST, limit);
    }

    boolean measuredIn(Round round) {
        return of.stream().allMatch(round::has);
    }

    Spread spread(List<Round> rounds) {
        return Spread.of(rounds.stream().map(value::applyAsDouble).toList());
    }

    String judged(Spread spread) {
        if (beyond(bound == Bound.AT_MOST ? spread.least() : spread.greatest())) return "**missed**";
        return beyond(spread.median()) ? "not clear: met in some rounds only" : "met";
    }

    private boolean beyond(double measured) {
        return switch (bound) {
            case AT_MOST -> measured > limit;
            case AT_LEAST -> measured < limit;
        };
    }

    /// As `≤ 1.1`.
    String shown() {
        return String.format(Locale.ROOT, "%s %.2f", bound == Bound.AT_MOST ? "≤" : "≥", limit);
    }
}
