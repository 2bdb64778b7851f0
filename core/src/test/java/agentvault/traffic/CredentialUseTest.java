package agentvault.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.traffic.CredentialUse.Said;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialUseTest {

    @ParameterizedTest
    @CsvSource({
        "0, NOTHING",
        "101, YES",
        "200, YES",
        "202, YES",
        "302, NOTHING",
        "400, NOTHING",
        "401, UNAUTHORIZED",
        "403, FORBIDDEN",
        "404, NOTHING",
        "500, NOTHING"
    })
    void a_status_says_something_about_the_credential_or_does_not(int status, Said said) {
        assertThat(Said.by(status)).isEqualTo(said);
    }

    @Test
    void an_error_counts_against_the_value_that_was_shown_alone() {
        assertThat(use(1, 2, Said.UNAUTHORIZED).error(2))
                .contains("The server answered 401: it does not accept this credential.");
        assertThat(use(1, 2, Said.UNAUTHORIZED).error(3)).isEmpty();
        assertThat(use(1, 2, Said.YES).error(2)).isEmpty();
        assertThat(use(1, 2, Said.NOTHING).error(2)).isEmpty();
    }

    @Test
    void a_later_use_takes_the_place_of_an_earlier_one_as_far_as_something_was_said() {
        var refused = use(1, 1, Said.FORBIDDEN);

        assertThat(refused.then(use(2, 2, Said.YES))).isEqualTo(use(2, 2, Said.YES));
        assertThat(refused.then(use(2, 2, Said.NOTHING))).isEqualTo(use(2, 1, Said.FORBIDDEN));
    }

    private static CredentialUse use(int second, int version, Said said) {
        return new CredentialUse(new Id(1, 1), new Id(1, 2), version, Instant.ofEpochSecond(second), said);
    }
}
