package agentvault.rig;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.rig.Round.Sample;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasuredTest {

    private static final Budget BUDGET = Budget.atMost(1.0, Figure.CPU, Peers.OURS, Peers.NGINX);

    /// One round for each pair of ours and nginx's.
    private static List<Round> rounds(double[]... pairs) {
        return Arrays.stream(pairs)
                .map(pair -> Round.of(
                        List.of(Peers.NGINX, Peers.OURS),
                        Map.of(Peers.OURS, sample(pair[0]), Peers.NGINX, sample(pair[1]))))
                .toList();
    }

    private static Sample sample(double cpu) {
        return new Sample(Map.of(Figure.CPU, cpu), Map.of());
    }

    private static double[] pair(double ours, double nginx) {
        return new double[] {ours, nginx};
    }

    @Test
    void a_budget_is_met_by_the_median_and_missed_if_every_round_is_beyond_it() {
        var met = BUDGET.spread(rounds(pair(50, 40), pair(39, 40), pair(38, 40)));
        var some = BUDGET.spread(rounds(pair(50, 40), pair(39, 40), pair(60, 40)));
        var missed = BUDGET.spread(rounds(pair(50, 40), pair(41, 40), pair(60, 40)));

        assertThat(BUDGET.judged(met)).isEqualTo("met");
        assertThat(BUDGET.judged(some)).isEqualTo("not clear: met in some rounds only");
        assertThat(BUDGET.judged(missed)).isEqualTo("**missed**");
    }

    @Test
    void ratios_are_of_the_same_round() {
        var spread = BUDGET.spread(rounds(pair(10, 10), pair(100, 100), pair(30, 10)));

        assertThat(spread).isEqualTo(new Spread(1, 1, 3));
    }

    @Test
    void the_table_has_the_median_and_the_ends_of_each() {
        var measured = new Measured(
                "A title",
                "What was done.",
                List.of(Figure.CPU),
                rounds(pair(50, 40), pair(39, 40), pair(60, 41)),
                List.of(BUDGET, Budget.atMost(1, Figure.CPU, Peers.OURS, Peers.SQUID)));

        assertThat(measured.markdown()).isEqualTo("""
                ## A title

                What was done.

                | | CPU, µs each |
                |---|---|
                | nginx | 40.0 (40.0 to 41.0) |
                | ours | 50.0 (39.0 to 60.0) |

                No errors: every answer was a 200.

                | | budget | measured | |
                |---|---|---|---|
                | CPU, µs each / that of nginx | ≤ 1.00 | 1.25 (0.98 to 1.46) | not clear: met in some rounds only |

                """);
    }
}
