package agentvault.cli;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsCommandTest {

    private static final String ONE = """
            {"logs":[{"id":7,"method":"GET","host":"api.stripe.com","path":"/v1/charges","status":200,"latency_ms":41,
            "matched_service":"stripe","actor_name":"ci-bot","error_code":"","created_at":"2026-11-21T11:59:58Z"}],
            "latest_id":7,"next_cursor":null}""";

    @TempDir
    private Path home;

    private final FakeServer server = new FakeServer();
    private Stage stage;

    @BeforeEach
    void log_in() {
        stage = new Stage(home).loggedIn(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void what_passed_is_a_table() {
        server.on("GET /v1/vaults/payments/logs?status_bucket=2xx&limit=1", ONE);

        assertThat(stage.run("logs --vault payments --status 2xx --limit 1").answer())
                .isEqualTo("""
                TIME           METHOD  WHERE                      STATUS  MS  SERVICE  WHO
                2 seconds ago  GET     api.stripe.com/v1/charges     200  41  stripe   ci-bot
                """);
    }

    @Test
    void following_goes_on_where_it_was_until_the_server_is_gone() {
        server.on("GET /v1/vaults/payments/logs", ONE)
                .on(
                        "GET /v1/vaults/payments/logs?after=7&limit=200",
                        ONE.replace("7", "8").replace("200", "404"));

        var ran = stage.run("logs --vault payments --follow");

        assertThat(ran.answer().lines().map(String::strip))
                .containsExactly(
                        "2026-11-21T11:59:58Z 200 GET api.stripe.com/v1/charges 41ms stripe ci-bot",
                        "2026-11-21T11:59:58Z 404 GET api.stripe.com/v1/charges 41ms stripe ci-bot");
        assertThat(server.last().line()).isEqualTo("GET /v1/vaults/payments/logs?after=8&limit=200");
    }

    @Test
    void following_misses_nothing_of_what_is_more_than_a_page() {
        server.on("GET /v1/vaults/payments/logs", page(1, "null"))
                .on("GET /v1/vaults/payments/logs?after=1&limit=200", page(4, "4"))
                .on("GET /v1/vaults/payments/logs?after=1&limit=200&before=4", page(3, "3"))
                .on("GET /v1/vaults/payments/logs?after=1&limit=200&before=3", page(2, "null"));

        var ran = stage.run("logs --vault payments --follow");

        assertThat(ran.answer().lines().map(line -> line.replaceAll(".*/v1/([1-9]) .*", "$1")))
                .containsExactly("1", "2", "3", "4");
        assertThat(server.last().line()).isEqualTo("GET /v1/vaults/payments/logs?after=4&limit=200");
    }

    @Test
    void what_a_program_follows_is_a_document_in_each_line() {
        server.on("GET /v1/vaults/payments/logs", page(1, "null"))
                .on("GET /v1/vaults/payments/logs?after=1&limit=200", page(2, "null"));

        var ran = stage.run("logs --vault payments --follow --json");

        assertThat(ran.answer()
                        .lines()
                        .map(line -> Json.read(line).orElseThrow().text("path")))
                .containsExactly("/v1/1", "/v1/2");
    }

    /// A page of one line.
    private static String page(int number, String cursor) {
        return ONE.replace("\"id\":7", "\"id\":" + number)
                .replace("/v1/charges", "/v1/" + number)
                .replace("\"latest_id\":7", "\"latest_id\":" + number)
                .replace("\"next_cursor\":null", "\"next_cursor\":" + cursor);
    }
}
