package agentvault.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.question.Excerpt;
import agentvault.question.ToldSite;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.Heard;
import agentvault.workspace.McpServers;
import agentvault.workspace.Office;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Over real TLS, against an MCP server that answers as it is told.
class McpServersTest {

    private static final String HOST = "mcp.example.com";
    private static final String TOKEN = "access-token/0123456789+abcdef";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    private final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    private volatile McpServers.Sending sending = _ -> {};
    private volatile Saying saying = exchange -> say(exchange, 200, "application/json", "{}");
    private ToldSite site;

    @FunctionalInterface
    private interface Saying {
        void to(HttpExchange exchange) throws IOException;
    }

    @BeforeEach
    void open() throws IOException {
        site = new ToldSite(folder, HOST, exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            var headers = exchange.getRequestHeaders();
            heard.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " "
                    + headers.getFirst("Authorization") + " " + headers.getFirst("Accept") + " " + body);
            saying.to(exchange);
        });
    }

    @AfterEach
    void close() {
        site.close();
    }

    private static void say(HttpExchange exchange, int status, String type, String body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, 0);
        exchange.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
        exchange.close();
    }

    private String url() {
        return site.url("/mcp?team=a");
    }

    private Heard asked(String url, String token, Duration patience) {
        try (var shown = Office.secret(token)) {
            return new HttpMcpServers(site.questions(), patience).initialize(url, shown, sending);
        }
    }

    private Heard asked() {
        return asked(url(), TOKEN, PATIENCE);
    }

    @Test
    void the_token_goes_along_with_an_initialize() {
        assertThat(asked()).isEqualTo(new Heard.Response(200, "application/json", "", true));
        assertThat(heard)
                .singleElement()
                .asString()
                .startsWith("POST /mcp?team=a Bearer " + TOKEN + " application/json, text/event-stream {")
                .contains("\"jsonrpc\":\"2.0\"", "\"method\":\"initialize\"", "\"protocolVersion\":\"2025-11-25\"");
    }

    @Test
    void a_stream_that_goes_on_is_not_waited_for() {
        saying = exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("event: message\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            site.awaitEnd();
        };
        assertThat(asked()).isEqualTo(new Heard.Response(200, "text/event-stream", "", true));
    }

    @Test
    void what_a_refusal_says_is_told_without_the_token() {
        var encoded = Base64.getEncoder().encodeToString(("Bearer " + TOKEN).getBytes(StandardCharsets.UTF_8));
        saying = exchange ->
                say(exchange, 401, "text/plain; echo=" + TOKEN, "No: " + TOKEN + " or " + encoded + " is no good");

        assertThat(asked()).isInstanceOfSatisfying(Heard.Response.class, response -> {
            assertThat(response.status()).isEqualTo(401);
            assertThat(response.contentType()).isEqualTo("text/plain; echo=[masked]");
            assertThat(response.body()).startsWith("No: [masked] or ").endsWith(" is no good");
            assertThat(response.body()).doesNotContain(encoded.substring(16, 24));
            assertThat(response.truncated()).isFalse();
        });
    }

    @Test
    void no_more_than_the_beginning_is_told_and_a_cut_shows_no_token() {
        saying = exchange -> say(exchange, 401, "text/plain", "x".repeat(Excerpt.MOST - 10) + TOKEN.repeat(4000));

        assertThat(asked()).isInstanceOfSatisfying(Heard.Response.class, response -> {
            assertThat(response.body()).hasSizeLessThanOrEqualTo(Excerpt.MOST).doesNotContain("access");
            assertThat(response.truncated()).isTrue();
        });
    }

    @Test
    void what_is_packed_is_not_told() {
        saying = exchange -> {
            exchange.getResponseHeaders().set("Content-Encoding", "gzip");
            say(exchange, 403, "text/plain", "packed");
        };
        assertThat(asked()).isEqualTo(new Heard.Response(403, "text/plain", "", true));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307, 308})
    void no_redirect_is_followed_with_the_token(int status) {
        saying = exchange -> {
            exchange.getResponseHeaders().set("Location", "https://" + HOST + ":1/");
            say(exchange, status, "text/plain", "there");
        };
        assertThat(asked()).isEqualTo(new Heard.Response(status, "text/plain", "there", false));
        assertThat(heard).hasSize(1);
    }

    @Test
    void a_server_of_the_older_transport_is_asked_as_it_wants_to_be() {
        saying = exchange -> {
            if (exchange.getRequestMethod().equals("POST")) say(exchange, 405, "text/plain", "GET");
            else say(exchange, 200, "text/event-stream", "event: endpoint\n");
        };
        assertThat(asked()).isEqualTo(new Heard.Response(200, "text/event-stream", "", true));
        assertThat(heard.getLast()).startsWith("GET /mcp?team=a Bearer " + TOKEN + " text/event-stream");

        saying = exchange -> {
            if (exchange.getRequestMethod().equals("POST")) say(exchange, 404, "text/plain", "nothing");
            else say(exchange, 200, "text/html", "<h1>Hello</h1>");
        };
        assertThat(asked()).isEqualTo(new Heard.Response(404, "text/plain", "nothing", false));
    }

    @Test
    void it_is_told_before_the_token_is_sent_each_time_and_can_be_stopped() {
        sending = method -> heard.add("about to " + method);
        saying = exchange -> say(exchange, 405, "text/plain", "GET");
        asked();
        assertThat(heard).hasSize(4);
        assertThat(heard.get(0)).isEqualTo("about to POST");
        assertThat(heard.get(1)).startsWith("POST ");
        assertThat(heard.get(2)).isEqualTo("about to GET");
        assertThat(heard.get(3)).startsWith("GET ");

        heard.clear();
        sending = _ -> {
            throw new TrailUnavailable("full");
        };
        assertThatThrownBy(this::asked).isInstanceOf(TrailUnavailable.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void who_is_silent_is_waited_for_so_long_and_no_longer() {
        saying = _ -> site.awaitEnd();

        assertThat(asked(url(), TOKEN, Duration.ofMillis(200))).isEqualTo(new Heard.Nothing("timeout"));
    }

    @Test
    void an_address_that_is_denied_gets_no_packet_and_a_token_that_is_none_goes_nowhere() {
        site.name("inside.example.com", "10.0.0.7");

        assertThat(asked("https://inside.example.com/mcp", TOKEN, PATIENCE)).isInstanceOf(Heard.Nothing.class);
        assertThat(asked("https://169.254.169.254/mcp", TOKEN, PATIENCE)).isInstanceOf(Heard.Nothing.class);
        assertThat(asked(url(), "a\r\nX: y", PATIENCE)).isEqualTo(new Heard.Nothing("unusable_access_token"));
        assertThat(heard).isEmpty();
    }
}
