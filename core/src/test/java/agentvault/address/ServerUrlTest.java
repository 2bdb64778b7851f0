package agentvault.address;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerUrlTest {

    @ParameterizedTest
    @CsvSource({
        "https://mcp.notion.com/mcp, https://mcp.notion.com/mcp",
        "HTTPS://MCP.Notion.com:443/MCP/, https://mcp.notion.com/MCP",
        "https://mcp.notion.com, https://mcp.notion.com/",
        "https://mcp.notion.com/, https://mcp.notion.com/",
        "https://mcp.notion.com//, https://mcp.notion.com/",
        "https://mcp.notion.com./mcp///, https://mcp.notion.com/mcp",
        "https://mcp.notion.com/mcp#top, https://mcp.notion.com/mcp",
        "https://mcp.notion.com/mcp?, https://mcp.notion.com/mcp",
        "https://mcp.notion.com?b=1&a=2, https://mcp.notion.com/?a=2&b=1",
        "https://mcp.notion.com/mcp?b=2&a=1&b=1#x?y, https://mcp.notion.com/mcp?a=1&b=2&b=1",
        "https://mcp.notion.com:8443/mcp, https://mcp.notion.com:8443/mcp",
        "http://mcp.notion.com:80/mcp, http://mcp.notion.com/mcp",
        "http://mcp.notion.com:443/mcp, http://mcp.notion.com:443/mcp",
        "https://mcp.notion.com/%6dcp, https://mcp.notion.com/mcp",
        "https://*.notion.com/mcp, https://*.notion.com/mcp",
    })
    void has_one_normal_form(String written, String normalised) {
        var url = valid(written, HostPolicy.PUBLIC_ONLY);

        assertThat(url.normalised()).isEqualTo(normalised);
        assertThat(valid(normalised, HostPolicy.PUBLIC_ONLY)).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://mcp.notion.com, UNKNOWN_SCHEME",
        "mcp.notion.com, UNKNOWN_SCHEME",
        "https:/mcp.notion.com, UNKNOWN_SCHEME",
        "'', UNKNOWN_SCHEME",
        "https://, EMPTY",
        "https:///mcp, EMPTY",
        "https://user@mcp.notion.com, USER_INFORMATION",
        "https://user:pass@mcp.notion.com/x, USER_INFORMATION",
        "https://mcp.notion.com:/x, INVALID_PORT",
        "https://mcp.notion.com:0443/x, INVALID_PORT",
        "https://mcp.notion.com:65536/x, INVALID_PORT",
        "https://127.1/x, NUMERIC_NAME",
        "https://127.0.0.1/x, ADDRESS_LITERAL",
        "http://localhost:3000/x, INTERNAL_NAME",
        "https://*/mcp, WILDCARD_ALONE",
        "https://*.com/mcp, WILDCARD_PUBLIC_SUFFIX",
        "https://*.github.io/mcp, WILDCARD_SHARED_ZONE",
        "https://mcp.notion.com/a/../b, DOT_SEGMENT",
        "https://mcp.notion.com/a;b, SEMICOLON",
        "https://mcp.notion.com/a b, INVALID_CHARACTER",
        "https://mcp.notion.com/a?b c, INVALID_CHARACTER",
        "https://mcp.notion.com\\@evil.com/, USER_INFORMATION",
        "https://mcp.notion.com\\evil, INVALID_CHARACTER",
        "https://bücher.de/, NOT_ASCII",
    })
    void what_is_no_url_of_one_server_is_refused(String written, Reason reason) {
        assertThat(ServerUrl.parse(written, HostPolicy.PUBLIC_ONLY)).isEqualTo(new ServerUrlResult.Invalid(reason));
    }

    @Test
    void has_at_most_2048_characters() {
        String start = "https://mcp.notion.com/";
        assertThat(ServerUrl.parse(start + "a".repeat(2_048 - start.length()), HostPolicy.PUBLIC_ONLY))
                .isInstanceOf(ServerUrlResult.Valid.class);
        assertThat(ServerUrl.parse(start + "a".repeat(2_049 - start.length()), HostPolicy.PUBLIC_ONLY))
                .isEqualTo(new ServerUrlResult.Invalid(Reason.TOO_LONG));
    }

    @Test
    void a_normal_form_that_has_grown_beyond_that_is_refused_as_it_would_not_read_back() {
        String start = "https://mcp.notion.com/";
        assertThat(ServerUrl.parse(start + "*".repeat(1_000), HostPolicy.PUBLIC_ONLY))
                .isEqualTo(new ServerUrlResult.Invalid(Reason.TOO_LONG));
        assertThat(valid(start + "*".repeat(500), HostPolicy.PUBLIC_ONLY).normalised())
                .isEqualTo(start + "%2A".repeat(500));
    }

    @Test
    void an_internal_server_needs_the_policy_that_allows_it() {
        assertThat(valid("http://localhost:3000/mcp", HostPolicy.INTERNAL_ALLOWED)
                        .destinationBelow()
                        .text())
                .isEqualTo("http://localhost:3000/mcp/**");
    }

    @Test
    void the_exact_url_is_served_with_and_without_its_trailing_slash() {
        assertThat(valid("https://mcp.notion.com/mcp?x=1", HostPolicy.PUBLIC_ONLY)
                        .exactDestinations())
                .extracting(Destination::text)
                .containsExactly("https://mcp.notion.com:443/mcp", "https://mcp.notion.com:443/mcp/");
        assertThat(valid("https://mcp.notion.com", HostPolicy.PUBLIC_ONLY).exactDestinations())
                .extracting(Destination::text)
                .containsExactly("https://mcp.notion.com:443/");
    }

    @Test
    void a_query_is_the_urls_in_any_order_of_its_parameters() {
        var url = valid("https://mcp.notion.com/mcp?b=2&a=1&a=0", HostPolicy.PUBLIC_ONLY);

        assertThat(url.hasQuery("a=1&a=0&b=2")).isTrue();
        assertThat(url.hasQuery("b=2&a=1&a=0")).isTrue();
        assertThat(url.hasQuery("a=0&a=1&b=2")).isFalse();
        assertThat(url.hasQuery("a=1&b=2")).isFalse();
        assertThat(url.hasQuery("")).isFalse();
    }

    @Test
    void a_host_is_served_below_the_url_first_and_then_as_a_whole() {
        assertThat(valid("https://mcp.notion.com:8443/v1?x=1", HostPolicy.PUBLIC_ONLY)
                        .hostDestinations())
                .extracting(Destination::text)
                .containsExactly("https://mcp.notion.com:8443/v1/**", "https://mcp.notion.com:8443/*");
        assertThat(valid("https://mcp.notion.com", HostPolicy.PUBLIC_ONLY).hostDestinations())
                .extracting(Destination::text)
                .containsExactly("https://mcp.notion.com:443/*");
    }

    @Test
    void a_server_at_the_root_has_everything_below_it() {
        assertThat(valid("https://*.notion.com:8443", HostPolicy.PUBLIC_ONLY)
                        .destinationBelow()
                        .text())
                .isEqualTo("https://*.notion.com:8443/*");
    }

    private static ServerUrl valid(String text, HostPolicy policy) {
        return switch (ServerUrl.parse(text, policy)) {
            case ServerUrlResult.Valid(ServerUrl url) -> url;
            case ServerUrlResult.Invalid(Reason reason) -> throw new AssertionError(text + " " + reason.sentence());
        };
    }
}
