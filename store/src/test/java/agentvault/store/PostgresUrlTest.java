package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import agentvault.workspace.StoreUnavailable;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://agent:open%40sesame+1@db:5433/vault?sslmode=require",
                "postgresql://agent:open%40sesame+1@db:5433/vault?sslmode=require",
                "jdbc:postgresql://agent:open%40sesame+1@db:5433/vault?sslmode=require",
                "jdbc:postgresql://db:5433/vault?user=agent&password=open%40sesame%2B1&sslmode=require"
            })
    void settings_are_taken_out_of_the_address(String url) {
        assertThat(PostgresUrl.parse(url))
                .isEqualTo(new PostgresUrl(
                        "jdbc:postgresql://db:5433/vault",
                        Map.of("user", "agent", "password", "open@sesame+1", "sslmode", "require")))
                .hasToString("jdbc:postgresql://db:5433/vault");
    }

    @Test
    void user_password_and_name_may_be_missing() {
        assertThat(PostgresUrl.parse("postgres://db")).isEqualTo(new PostgresUrl("jdbc:postgresql://db/", Map.of()));
        assertThat(PostgresUrl.parse("postgres://agent@one,two:5433/vault"))
                .isEqualTo(new PostgresUrl("jdbc:postgresql://one,two:5433/vault", Map.of("user", "agent")));
        assertThat(PostgresUrl.parse("postgres://[::1]:5433/vault"))
                .isEqualTo(new PostgresUrl("jdbc:postgresql://[::1]:5433/vault", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://agent:opensesame@db/vault",
                "postgres://db/vault?user=agent&password=opensesame",
                "postgres://agent@db/vault?sslkey=/etc/key.pk8&sslpassword=opensesame",
                "postgres://agent@db?password=opensesame"
            })
    void an_address_never_prints_a_secret(String url) {
        var parsed = PostgresUrl.parse(url);

        assertThat(parsed.jdbcUrl()).doesNotContain("opensesame");
        assertThat(parsed.toString()).doesNotContain("opensesame");
        assertThat(parsed.settings()).containsValue("opensesame");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://agent:opensesame@db/vault",
                "postgres://agent:%opensesame@db/vault",
                "postgres://agent:opensesame%zz@db/vault",
                "postgres://agent:open/opensesame@db/vault",
                "postgres://agent:opensesame/1@db/vault",
                "postgres://agent:1/opensesame?2@db/vault",
                "postgres://agent:1/2?opensesame@db/vault",
                "postgres://agent:1?opensesame@db/vault",
                "postgres://agent:opensesame?1@db/vault",
                "postgres://db/vault?PASSWORD=opensesame",
                "postgres://db/vault?opensesame",
                "postgres://db/vault?password=%opensesame"
            })
    void an_address_that_is_refused_is_not_repeated(String url) {
        assertThatThrownBy(() -> PostgresUrl.parse(url))
                .isInstanceOf(StoreUnavailable.class)
                .hasNoCause()
                .hasMessageNotContaining("opensesame");
    }

    @Test
    void a_server_that_cannot_be_reached_does_not_make_a_password_known() {
        String url = "postgres://agent@localhost:1/vault?password=opensesame&sslpassword=opensesame";
        var printed = new StringWriter();

        catchThrowable(() -> PostgresStore.open(url, "vault")).printStackTrace(new PrintWriter(printed, true));

        assertThat(printed.toString())
                .contains("the database cannot be reached")
                .doesNotContain("opensesame");
    }
}
