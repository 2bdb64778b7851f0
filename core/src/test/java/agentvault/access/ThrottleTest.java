package agentvault.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ThrottleTest {

    private static final Throttle.Rate RATE = new Throttle.Rate(3, Duration.ofMinutes(5));

    private Instant now = Instant.EPOCH;
    private final Throttle throttle = new Throttle(() -> RATE, () -> now, 100);

    @Test
    void the_window_slides() {
        assertThat(throttle.attempt("a").left()).isEqualTo(2);
        now = now.plusSeconds(60);
        assertThat(throttle.attempt("a").left()).isEqualTo(1);
        assertThat(throttle.attempt("a").left()).isZero();

        var refused = throttle.attempt("a");

        assertThat(refused.tooMany()).isTrue();
        assertThat(refused.delay()).isEqualTo(Duration.ofMinutes(4));
        assertThat(throttle.attempt("b").tooMany()).isFalse();
        now = now.plusSeconds(240);
        assertThat(throttle.attempt("a").tooMany()).isFalse();
        assertThat(throttle.attempt("a").tooMany()).isTrue();
    }

    @Test
    void an_attempt_that_is_refused_does_not_count() {
        for (int i = 0; i < 100; i++) throttle.attempt("a");

        now = now.plus(RATE.window());

        assertThat(throttle.attempt("a").left()).isEqualTo(2);
    }

    @Test
    void memory_has_an_end_however_many_keys_there_are() {
        for (int i = 0; i < 100_000; i++) throttle.attempt("key " + i);

        assertThat(throttle.keys()).isEqualTo(100);
    }
}
