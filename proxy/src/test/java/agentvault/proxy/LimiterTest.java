package agentvault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.vault.RateLimit;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// How much each scope may ask for.
class LimiterTest {

    private static final RateLimit TWO_A_SECOND = new RateLimit(2, 3, 100);

    private final AtomicLong nanos = new AtomicLong();
    private final Limiter limiter = new Limiter(nanos::get);

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private boolean let(String scope, RateLimit limit) {
        return limiter.enter(scope, limit) instanceof Limiter.Entry.In;
    }

    /// How many more come in now.
    private int let(String scope) {
        int count = 0;
        while (let(scope, TWO_A_SECOND)) count++;
        return count;
    }

    @Test
    void as_many_come_in_at_once_as_are_let_after_a_pause_and_then_as_many_as_the_rate_says() {
        assertThat(let("a")).isEqualTo(3);
        pass(Duration.ofMillis(499));
        assertThat(let("a")).isZero();
        pass(Duration.ofMillis(1));
        assertThat(let("a")).isEqualTo(1);
        pass(Duration.ofSeconds(1));
        assertThat(let("a")).isEqualTo(2);
        pass(Duration.ofDays(1));
        assertThat(let("a")).isEqualTo(3);
    }

    @Test
    void who_is_too_fast_is_told_when_the_next_one_comes_in() {
        let("a");

        assertThat(limiter.enter("a", TWO_A_SECOND)).isEqualTo(new Limiter.Entry.TooFast(Duration.ofMillis(500)));
    }

    @Test
    void one_scope_takes_nothing_from_another() {
        let("a");

        assertThat(let("b")).isEqualTo(3);
    }

    @Test
    void so_many_are_in_flight_and_another_one_for_each_that_leaves() {
        var limit = new RateLimit(1, 100, 2);
        var first = limiter.enter("a", limit);
        assertThat(let("a", limit)).isTrue();
        assertThat(limiter.enter("a", limit)).isEqualTo(new Limiter.Entry.TooMany());

        if (first instanceof Limiter.Entry.In(var bucket)) bucket.leave();

        assertThat(let("a", limit)).isTrue();
        assertThat(let("a", limit)).isFalse();
    }

    @Test
    void a_limit_that_changes_holds_from_the_next_one_on() {
        assertThat(let("a", new RateLimit(1, 1_000, 100))).isTrue();

        assertThat(let("a"))
                .as("what was saved up counts for as much as is let now")
                .isEqualTo(3);
        assertThat(let("a", new RateLimit(1, 1_000, 1))).isFalse();
    }
}
