package agentvault.control;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.access.VaultRole;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which values of somebody are in a vault.
class MatchRoutesTest {

    private static final String MATCH = "/v1/vaults/payments/credentials/match";

    @TempDir
    private static Path root;

    private static ApiServer server;
    private static Cast cast;
    private static String owner = "";

    @BeforeAll
    static void start() {
        server = ApiServer.start(root);
        cast = new Cast(server);
        owner = cast.ownerToken;
        cast.newVault("payments");
        server.post(
                        "/v1/credentials",
                        owner,
                        "{'vault':'payments','credentials':{'STRIPE_KEY':'sk_test_0123456789','PIN':'1234'}}")
                .is(200);
    }

    @AfterAll
    static void stop() {
        assertThat(server.failures).isEmpty();
        server.close();
    }

    @Test
    void it_names_the_variables_whose_values_are_stored_and_no_value() {
        var told = server.post(
                        MATCH,
                        owner,
                        "{'variables':{'STRIPE_SECRET':'sk_test_0123456789','EDITOR':'/usr/bin/some-editor','AGAIN':'sk_test_0123456789'}}")
                .is(200);

        assertThat(told.body()).isEqualTo("{\"matching\":[\"AGAIN\",\"STRIPE_SECRET\"]}");
    }

    @Test
    void short_values_are_not_compared_so_that_nobody_guesses_them() {
        assertThat(server.post(MATCH, owner, "{'variables':{'PIN':'1234'}}")
                        .is(200)
                        .body())
                .isEqualTo("{\"matching\":[]}");
    }

    @Test
    void the_trail_tells_how_many_were_asked_and_which_credentials_were_found() {
        server.post(MATCH, owner, "{'variables':{'A':'sk_test_0123456789','B':'none of these values','C':'short'}}")
                .is(200);

        assertThat(server.get("/v1/audit", owner).is(200).body())
                .contains("MATCH_CREDENTIALS", "asked 2, found STRIPE_KEY")
                .doesNotContain("sk_test", "none of these");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                | variables
            {'variables':['a']}               | variables
            {'variables':{'A':7}}             | variables.A
            {'variables':{'':'0123456789abcdef'}} | variables
            """)
    void what_cannot_be_meant_is_refused(String body, String says) {
        assertThat(server.post(MATCH, owner, body)
                        .refused(400, "invalid_request")
                        .at("/error"))
                .contains(says);
    }

    @Test
    void more_than_may_be_is_refused() {
        var many = new StringBuilder("{'variables':{");
        for (int n = 0; n <= 512; n++)
            many.append(n == 0 ? "" : ",").append("'V").append(n).append("':'v'");
        server.post(MATCH, owner, many + "}}").refused(400, "invalid_request");
        server.post(MATCH, owner, "{'variables':{'A':'" + "v".repeat(65_537) + "'}}")
                .refused(400, "invalid_request");
    }

    @Test
    void who_asks_too_often_waits() {
        var hasty = cast.userIn("hasty@example.com", cast.vault("payments"), VaultRole.MEMBER);
        var told = server.post(MATCH, hasty, "{'variables':{}}");
        for (int n = 0; n < 300 && told.status() == 200; n++) told = server.post(MATCH, hasty, "{'variables':{}}");

        told.refused(429, "too_many_requests");
        assertThat(told.header("Retry-After")).isPresent();
        server.post(MATCH, owner, "{'variables':{}}").is(200);
    }
}
