package agentvault.proxy;

import static agentvault.vault.Binding.Transport.NEGOTIATED;
import static agentvault.vault.Binding.Transport.SSE;
import static agentvault.vault.Binding.Transport.STREAMABLE_HTTP;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.vault.Binding;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Bound credentials on their way to MCP servers, and nowhere else.
class McpInjectionTest {

    private static final String CREDENTIAL = "Authorization: Bearer ghp_one";
    private static final String AUTHORIZATION = "Authorization";

    private McpStage stage;

    @BeforeEach
    void open(@TempDir Path folder) {
        stage = new McpStage(folder);
    }

    @AfterEach
    void close() {
        assertThat(stage.proxying.broken).isEmpty();
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/mcp, /mcp, true",
        "/mcp, /mcp/, true",
        "/mcp/, /mcp, true",
        "/mcp, /%6dcp, true",
        "/mcp, /MCP, false",
        "/mcp, /mcpx, false",
        "/mcp, /mcp/x, false",
        "/mcp, /, false",
        "/mcp, /mcp?x=1, false",
        "/mcp?x=1, /mcp?x=1, true",
        "/mcp?x=1, /mcp?x=2, false",
        "/mcp?x=1, /mcp, false",
        "/mcp?b=2&a=1, /mcp?a=1&b=2, true",
        "/mcp?x=1, /mcp?x=1&y=2, false",
    })
    void a_server_gets_its_credential_at_exactly_its_url(String bound, String asked, boolean credentialed)
            throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, bound, STREAMABLE_HTTP, "ghp_one");

        var arrived = stage.posted(stage.session(vault), asked);

        if (credentialed) assertThat(arrived).contains(CREDENTIAL);
        else assertThat(arrived).doesNotContain(AUTHORIZATION);
    }

    @Test
    void two_servers_at_one_path_get_each_its_own() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/mcp?team=a", STREAMABLE_HTTP, "ghp_a");
        stage.bind(vault, "/mcp?team=b", STREAMABLE_HTTP, "ghp_b");
        var session = stage.session(vault);

        assertThat(stage.posted(session, "/mcp?team=b")).contains("Authorization: Bearer ghp_b");
        assertThat(stage.posted(session, "/mcp?team=a")).contains("Authorization: Bearer ghp_a");
    }

    @Test
    void sessions_and_resumption_of_the_protocol_travel_as_they_came() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/mcp", STREAMABLE_HTTP, "ghp_one");

        var arrived = stage.sent(
                stage.session(vault),
                "GET /mcp",
                "Accept: text/event-stream",
                "Accept-Encoding: gzip, br",
                "Authorization: Bearer of-the-client",
                "Mcp-Session-Id: 1868a90c",
                "MCP-Protocol-Version: 2025-06-18",
                "Last-Event-ID: 42");

        assertThat(arrived)
                .contains(CREDENTIAL)
                .doesNotContain("of-the-client")
                .contains("Accept-Encoding: gzip, br\r\n")
                .contains("Mcp-Session-Id: 1868a90c\r\n")
                .contains("MCP-Protocol-Version: 2025-06-18\r\n")
                .contains("Last-Event-ID: 42\r\n");
    }

    @Test
    void the_first_vault_in_order_that_matches_wins_and_later_ones_fill_gaps() throws IOException {
        var one = stage.vault("one");
        var two = stage.vault("two");
        stage.bind(one, "/github", STREAMABLE_HTTP, "ghp_one");
        stage.bind(two, "/github", STREAMABLE_HTTP, "ghp_two");
        stage.bind(two, "/linear", STREAMABLE_HTTP, "lin_two");

        assertThat(stage.posted(stage.session(one, two), "/github")).contains("Bearer ghp_one");
        assertThat(stage.posted(stage.session(one, two), "/linear")).contains("Bearer lin_two");
        assertThat(stage.posted(stage.session(two, one), "/github")).contains("Bearer ghp_two");
        assertThat(stage.posted(stage.session(), "/github")).doesNotContain(AUTHORIZATION);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/mcp/x, deep",
        "/v1/mcp, deep",
        "/v1/mcpx, shallow",
        "/v1/other?q=1, shallow",
        "/elsewhere, newest",
    })
    void a_host_gets_the_credential_with_the_longest_path_and_the_newest_where_none_fits(String asked, String token)
            throws IOException {
        var vault = stage.vault("one");
        stage.bindHost(vault, "/v1", "shallow");
        stage.bindHost(vault, "/v1/mcp", "deep");
        stage.bindHost(vault, "/v3", "newest");

        assertThat(stage.sent(stage.session(vault), "GET " + asked))
                .contains("Authorization: Bearer " + token + "\r\n");
    }

    @ParameterizedTest
    @EnumSource(names = {"SSE", "NEGOTIATED"})
    void what_a_stream_tells_to_post_to_gets_the_credential_too(Binding.Transport transport) throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", transport, "ghp_one");
        var session = stage.session(vault);
        assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);

        try (var _ = stage.stream(session)) {
            assertThat(stage.proxying.recorder.requests.getLast())
                    .startsWith("GET /sse ")
                    .contains(CREDENTIAL)
                    .contains("Accept-Encoding: identity\r\n")
                    .doesNotContain("gzip");
            assertThat(stage.posted(session, "/messages?session=1")).contains(CREDENTIAL);
            assertThat(stage.sent(session, "POST /messages?session=1", "Content-Length: 0", "Accept-Encoding: br"))
                    .contains(CREDENTIAL)
                    .contains("Accept-Encoding: br\r\n");
        }
    }

    @Test
    void a_server_of_the_other_transport_tells_nothing() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", STREAMABLE_HTTP, "ghp_one");
        var session = stage.session(vault);

        try (var _ = stage.stream(session)) {
            assertThat(stage.proxying.recorder.requests.getLast())
                    .contains(CREDENTIAL)
                    .contains("gzip, br");
            assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);
        }
    }

    @Test
    void nobody_else_and_nothing_else_gets_it() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        var other = stage.session(vault);

        try (var _ = stage.stream(session)) {
            assertThat(stage.posted(other, "/messages?session=1")).doesNotContain(AUTHORIZATION);
            assertThat(stage.sent(session, "GET /messages?session=1")).doesNotContain(AUTHORIZATION);
            assertThat(stage.sent(session, "DELETE /messages?session=1")).doesNotContain(AUTHORIZATION);
            assertThat(stage.posted(session, "/messages?session=2")).doesNotContain(AUTHORIZATION);
            assertThat(stage.posted(session, "/messages?session=1&x=1")).doesNotContain(AUTHORIZATION);
            assertThat(stage.posted(session, "/messages/?session=1")).doesNotContain(AUTHORIZATION);
            assertThat(stage.posted(session, "/messages")).doesNotContain(AUTHORIZATION);
            assertThat(stage.sent(
                            session, "POST /messages?session=1", "Content-Length: 0", "X-HTTP-Method-Override: DELETE"))
                    .doesNotContain(AUTHORIZATION);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example.com/messages?session=1",
                "https://api.example.com/messages?session=1",
                "http://HOST/messages?session=1",
                "https://ann@HOST/messages?session=1",
                "https://HOST@evil.example.com/messages?session=1",
                "//HOST/messages?session=1",
                "//evil.example.com/messages?session=1",
                "\\\\HOST/messages?session=1",
                "https:/messages?session=1",
                "/messages?session=1#x",
                "/x/../messages?session=1",
                "/./messages?session=1",
                "/%2e/messages?session=1",
                "//messages?session=1",
                "/%252fmessages?session=1",
                "/messages\t?session=1",
                "./messages?session=1",
                "../messages?session=1",
            })
    void what_leads_elsewhere_or_has_two_readings_is_not_believed(String told) throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        stage.tells(told.replace("HOST", stage.proxying.to()));

        try (var _ = stage.stream(session)) {
            assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://HOST/messages?session=1",
                "HTTPS://API.EXAMPLE.COM:PORT/messages?session=1",
                "/messages?session=1",
                "messages?session=1",
                "/%6dessages?session=1",
            })
    void the_same_place_is_told_in_several_ways(String told) throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        stage.tells(told.replace("HOST", stage.proxying.to()).replace("PORT", "" + stage.proxying.recorder.port()));

        try (var _ = stage.stream(session)) {
            assertThat(stage.posted(session, "/messages?session=1")).contains(CREDENTIAL);
        }
    }

    @Test
    void what_is_coded_although_it_was_not_to_be_is_not_believed() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        stage.with("Content-Encoding: gzip\r\n");

        try (var _ = stage.stream(session)) {
            assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);
        }
    }

    @Test
    void only_the_first_event_counts_and_only_near_the_beginning() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        var endpoint = "event: endpoint\ndata: /messages?session=1\n\n";

        stage.begins("event: endpoint\ndata: /first\n\n", endpoint, McpStage.END);
        try (var _ = stage.stream(session)) {
            assertThat(stage.posted(session, "/first")).contains(CREDENTIAL);
            assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);
        }
        stage.begins((": " + "x".repeat(1022) + "\n").repeat(64), endpoint, McpStage.END);
        try (var _ = stage.stream(session)) {
            assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);
        }
    }

    @Test
    void a_stream_that_comes_in_chunks_and_single_bytes_is_heard_all_the_same() throws IOException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        stage.with("Transfer-Encoding: chunked\r\n");
        var event = ": hello\r\n\r\nevent:endpoint\rdata: /messages?session=1\n\r";
        stage.begins(
                Stream.of(event, McpStage.END).flatMap(McpInjectionTest::bytes).toArray(String[]::new));

        try (var stream = stage.tunnel(session)) {
            stream.send("GET /sse HTTP/1.1", "Host: " + stage.proxying.to()).head();
            McpStage.hear(stream);
            assertThat(stage.posted(session, "/messages?session=1")).contains(CREDENTIAL);
        }
    }

    @Test
    void when_the_stream_is_over_so_is_what_it_told() throws IOException, InterruptedException {
        var vault = stage.vault("one");
        stage.bind(vault, "/sse", SSE, "ghp_one");
        var session = stage.session(vault);
        var first = stage.stream(session);
        var second = stage.stream(session);

        first.close();
        assertThat(stage.proxying.lastEnded(Duration.ofSeconds(10))).isPresent();
        assertThat(stage.posted(session, "/messages?session=1")).contains(CREDENTIAL);
        assertThat(stage.proxying.lastEnded(Duration.ofSeconds(10))).isPresent();
        second.close();
        assertThat(stage.proxying.lastEnded(Duration.ofSeconds(10))).isPresent();
        assertThat(stage.posted(session, "/messages?session=1")).doesNotContain(AUTHORIZATION);
    }

    @Test
    void the_first_vault_decides_about_what_was_told_as_well() throws IOException {
        var one = stage.vault("one");
        var two = stage.vault("two");
        stage.bind(one, "/messages", STREAMABLE_HTTP, "ghp_other");
        stage.bind(two, "/sse", NEGOTIATED, "ghp_one");
        stage.tells("/messages");

        var before = stage.session(one, two);
        try (var _ = stage.stream(before)) {
            assertThat(stage.posted(before, "/messages")).contains("Bearer ghp_other");
        }
        var after = stage.session(two, one);
        try (var _ = stage.stream(after)) {
            assertThat(stage.posted(after, "/messages")).contains(CREDENTIAL);
        }
    }

    /// Each byte in a chunk of its own.
    private static Stream<String> bytes(String text) {
        return text.chars().mapToObj(c -> "1\r\n" + (char) c + "\r\n");
    }
}
