package agentvault.vault;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateLimitTest {

    @Test
    void is_written_as_how_much_a_second_at_once_and_in_flight() {
        assertThat(RateLimit.parse("500/5000/1000")).contains(RateLimit.STANDARD);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "500", "500/5000", "0/1/1", "1/1/0", "-1/1/1", "1/1/1/1", "1 /1/1", "9999999999/1/1"})
    void what_is_not_three_positive_numbers_is_none(String text) {
        assertThat(RateLimit.parse(text)).isEmpty();
    }
}
