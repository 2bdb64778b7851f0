package agentvault.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.workspace.StoreUnavailable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://agent:open%40sesame+1@db:5433/vault?sslmode=require",
                "postgresql://agent:open%40sesame+1@db:5433/vault?sslmode=require",
                "jdbc:postgresql://agent:open%40sesame+1@db:5433/vault?sslmode=require"
            })
    void user_and_password_are_taken_out_of_the_address(String url) {
        assertThat(PostgresUrl.parse(url))
                .isEqualTo(new PostgresUrl("jdbc:postgresql://db:5433/vault?sslmode=require", "agent", "open@sesame+1"))
                .hasToString("jdbc:postgresql://db:5433/vault?sslmode=require");
    }

    @Test
    void user_password_and_name_may_be_missing() {
        assertThat(PostgresUrl.parse("postgres://db")).isEqualTo(new PostgresUrl("jdbc:postgresql://db/", "", ""));
        assertThat(PostgresUrl.parse("postgres://agent@one,two:5433/vault"))
                .isEqualTo(new PostgresUrl("jdbc:postgresql://one,two:5433/vault", "agent", ""));
    }

    @Test
    void the_address_of_another_kind_of_database_is_refused() {
        assertThatThrownBy(() -> PostgresUrl.parse("mysql://agent:opensesame@db/vault"))
                .isInstanceOf(StoreUnavailable.class)
                .hasMessageNotContaining("opensesame");
    }
}
