package agentvault.inject;

import static agentvault.inject.Requests.KEY;
import static agentvault.inject.Requests.exchanged;
import static agentvault.inject.Requests.filled;
import static agentvault.inject.Requests.incoming;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.id.Id;
import agentvault.vault.Attachment;
import agentvault.vault.Attachment.Half;
import agentvault.vault.Binding;
import agentvault.vault.HeaderName;
import agentvault.vault.HeaderTemplate;
import agentvault.vault.Placeholder;
import agentvault.vault.Placeholder.Surface;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is dropped from a request, exchanged in it and added to it.
class PlanTest {

    private static final String GET = "GET /v1/a?b=c HTTP/1.1";
    private static final String HOST = "Host: api.example.com";
    private static final Attachment BEARER = new Attachment.Bearer(KEY);
    private static final Attachment API_KEY = new Attachment.ApiKey(KEY, new HeaderName("X-Api-Key"), "Token ");
    private static final Attachment QUERY = new Attachment.Query(KEY, "key");
    private static final Binding FREE = new Binding.Free();

    @Test
    void everything_else_travels_as_it_came() {
        assertThat(filled(
                        new Attachment.Passthrough(),
                        "",
                        "GET /A%2f/../b?x=%zz&&y HTTP/1.1",
                        HOST,
                        "X-Forwarded-Host: evil",
                        "x_odd: \u00e9 ",
                        "Cookie: a=b",
                        "Cookie: c"))
                .isEqualTo(Requests.sent(
                        "GET /A%2f/../b?x=%zz&&y HTTP/1.1",
                        HOST, "X-Forwarded-Host: evil", "x_odd: \u00e9", "Cookie: a=b", "Cookie: c"));
    }

    @Test
    void bearer_basic_api_key_and_templates_are_written_as_their_servers_read_them() {
        assertThat(filled(BEARER, "s3cret", GET, HOST)).endsWith("\r\nAuthorization: Bearer s3cret\r\n\r\n");
        var basic = new Attachment.Basic(new Half.Literal("ana"), new Half.OfCredential(KEY));
        assertThat(filled(basic, "s3cret", GET, HOST)).endsWith("\r\nAuthorization: Basic YW5hOnMzY3JldA==\r\n\r\n");
        assertThat(filled(API_KEY, "s3cret", GET, HOST)).endsWith("\r\nX-Api-Key: Token s3cret\r\n\r\n");
        var custom = new Attachment.Custom(new TreeMap<>(Map.of(
                new HeaderName("X-A"), new HeaderTemplate("a {{ KEY }} {{KEY}}!"),
                new HeaderName("X-B"), new HeaderTemplate("fixed"))));
        assertThat(filled(custom, "s3cret", GET, HOST)).endsWith("\r\nX-A: a s3cret s3cret!\r\nX-B: fixed\r\n\r\n");
    }

    @Test
    void a_query_parameter_is_added_encoded_and_the_clients_own_copies_are_dropped() {
        assertThat(filled(QUERY, "a b&c", "GET /p HTTP/1.1", HOST)).startsWith("GET /p?key=a%20b%26c HTTP/1.1\r\n");
        assertThat(filled(QUERY, "s", "GET /p?key=1&a=b&KEY=2&k%65y=3&key[]=4;key=5&keys=6 HTTP/1.1", HOST))
                .startsWith("GET /p?a=b&keys=6&key=s HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "key", "KEY", "k%65y", "key[]", "key[a]", "key%00", "key%00x", "%00key", "+key", "key+", "k.e.y",
                "_key", "key%20", "%5Bkey"
            })
    void the_clients_own_copies_of_a_parameter_are_dropped_however_they_are_spelled(String name) {
        assertThat(filled(QUERY, "s", "GET /p?" + name + "=mine&keys=6 HTTP/1.1", HOST))
                .startsWith("GET /p?keys=6&key=s HTTP/1.1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Api-Key", "x-api-key", "X_API_KEY", "X-Api_Key", "XApiKey", "X-Api-Key-", "x.api.key"})
    void the_clients_own_copies_of_a_slot_are_dropped_however_they_are_spelled(String name) {
        assertThat(filled(API_KEY, "s3cret", GET, HOST, name + ": mine", name + ": again"))
                .doesNotContain("mine")
                .doesNotContain("again")
                .contains("X-Api-Key: Token s3cret");
    }

    @Test
    void an_authorization_of_the_clients_own_goes_where_another_slot_is_filled() {
        assertThat(filled(API_KEY, "s3cret", GET, HOST, "Authorization: Bearer theirs"))
                .contains("Authorization: Bearer theirs");
    }

    @Test
    void what_is_between_us_and_the_client_goes_no_further() {
        assertThat(filled(
                        new Attachment.Passthrough(),
                        "",
                        GET,
                        HOST,
                        "Connection: keep-alive, X-Private",
                        "X-Private: 1",
                        "Keep-Alive: 5",
                        "Proxy-Authorization: Bearer av",
                        "Proxy-Connection: keep-alive",
                        "Proxy-Anything: x",
                        "TE: trailers",
                        "Trailer: X",
                        "Upgrade: h2c",
                        "HTTP2-Settings: x",
                        "X-Vault: shop",
                        "Expect: 100-continue"))
                .isEqualTo("GET /v1/a?b=c HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
    }

    @Test
    void what_is_injected_cannot_be_named_away() {
        assertThat(filled(BEARER, "s3cret", GET, HOST, "Connection: authorization"))
                .contains("Authorization: Bearer s3cret");
    }

    @Test
    void an_authorization_that_was_for_us_goes_no_further() {
        var theirs = incoming(GET, HOST, "Authorization: Bearer av_sess_x");
        var ours = new Incoming(theirs.head(), theirs.to(), true, "/x", "", Incoming.Authorization.OURS, false);
        assertThat(filled(new Attachment.Passthrough(), "", ours))
                .isEqualTo("GET /x HTTP/1.1\r\nHost: api.example.com\r\n\r\n");
    }

    @Test
    void the_body_is_framed_anew() {
        assertThat(filled(BEARER, "s", "POST / HTTP/1.1", HOST, "Content-Length: 5"))
                .contains("Content-Length: 5\r\n");
        assertThat(filled(BEARER, "s", "POST / HTTP/1.1", HOST, "Transfer-Encoding: chunked"))
                .contains("Transfer-Encoding: chunked\r\n");
        assertThat(filled(BEARER, "s", "POST / HTTP/1.1", HOST)).contains("Content-Length: 0\r\n");
        assertThat(filled(BEARER, "s", GET, HOST)).doesNotContain("Content-Length");
    }

    @Test
    void another_port_than_the_usual_one_stays_in_the_host() {
        assertThat(filled(BEARER, "s", GET, "Host: api.example.com:8443")).contains("Host: api.example.com:8443\r\n");
        assertThat(filled(BEARER, "s", GET, "Host: API.example.com:443")).contains("Host: api.example.com\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nX: y", "a\nb", "a\u0000", " a", "a ", "caf\u00e9", "a\tb", "\u2713", "a\u007fb"})
    void a_value_that_would_break_a_header_is_refused(String value) {
        assertThat(filled(BEARER, value, GET, HOST)).isEqualTo("refused: UNPLACEABLE");
        assertThat(filled(API_KEY, value, GET, HOST)).isEqualTo("refused: UNPLACEABLE");
        var basic = new Attachment.Basic(new Half.OfCredential(KEY), new Half.Literal(""));
        assertThat(filled(basic, value, GET, HOST)).isEqualTo("refused: UNPLACEABLE");
    }

    @Test
    void a_user_name_with_a_colon_and_a_value_longer_than_8_KiB_are_refused() {
        var basic = new Attachment.Basic(new Half.OfCredential(KEY), new Half.Literal(""));
        assertThat(filled(basic, "a:b", GET, HOST)).isEqualTo("refused: UNPLACEABLE");
        assertThat(filled(BEARER, "x".repeat(8192), GET, HOST)).contains("x".repeat(8192));
        assertThat(filled(BEARER, "x".repeat(8193), GET, HOST)).isEqualTo("refused: UNPLACEABLE");
    }

    @Test
    void a_placeholder_is_exchanged_in_path_query_and_header_as_each_takes_it() {
        var all = new Placeholder(KEY, "__key__", Set.of(Surface.PATH, Surface.QUERY, Surface.HEADER));

        assertThat(exchanged(
                        all, FREE, "a/b? c", "GET /x/__key__/y?k=__key__&k=__key__ HTTP/1.1", HOST, "X: -__key__-"))
                .isEqualTo(Requests.sent(
                        "GET /x/a%2Fb%3F%20c/y?k=a%2Fb%3F%20c&k=a%2Fb%3F%20c HTTP/1.1", HOST, "X: -a/b? c-"));
    }

    @Test
    void what_a_value_holds_is_not_exchanged_again() {
        var header = new Placeholder(KEY, "__key__", Set.of(Surface.HEADER));

        assertThat(exchanged(header, FREE, "__key____elsewhere__", GET, HOST, "X: __key__"))
                .contains("X: __key____elsewhere__\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {".", ".."})
    void a_value_that_would_make_a_dot_segment_is_refused(String value) {
        var path = new Placeholder(KEY, "__key__", Set.of(Surface.PATH));

        assertThat(exchanged(path, FREE, value, "GET /x/__key__/y HTTP/1.1", HOST))
                .isEqualTo("refused: UNPLACEABLE");
        assertThat(exchanged(path, FREE, ".", "GET /x/__key__%2e HTTP/1.1", HOST))
                .isEqualTo("refused: UNPLACEABLE");
        assertThat(exchanged(path, FREE, value, "GET /x/a__key__ HTTP/1.1", HOST))
                .contains("/x/a" + value + " ");
    }

    @Test
    void a_placeholder_outside_its_place_stops_the_request() {
        var header = new Placeholder(KEY, "__key__", Set.of(Surface.HEADER));

        assertThat(exchanged(header, FREE, "s", "GET /__key__ HTTP/1.1", HOST)).isEqualTo("refused: WRONG_PLACE");
        assertThat(exchanged(header, FREE, "s", "GET /?a=__key__ HTTP/1.1", HOST))
                .isEqualTo("refused: WRONG_PLACE");
        var query = new Placeholder(KEY, "__key__", Set.of(Surface.QUERY));
        assertThat(exchanged(query, FREE, "s", GET, HOST, "User-Agent: x__key__"))
                .isEqualTo("refused: WRONG_PLACE");
    }

    @Test
    void what_stands_for_a_variable_passes_untouched_where_it_is_not_exchanged() {
        var header = new Placeholder(KEY, "__key__", Set.of(Surface.HEADER));
        var variable = new Binding.Bound(new Id(1, 3), new Binding.Target.Variable("API_KEY"));

        assertThat(exchanged(header, variable, "s", "GET /?a=__key__ HTTP/1.1", HOST, "X: __key__"))
                .isEqualTo("GET /?a=__key__ HTTP/1.1\r\nHost: api.example.com\r\nX: s\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /__elsewhere__ HTTP/1.1", "GET /?a=__elsewhere__ HTTP/1.1"})
    void a_placeholder_for_another_destination_stops_the_request(String line) {
        var header = new Placeholder(KEY, "__key__", Set.of(Surface.HEADER));

        assertThat(exchanged(header, FREE, "s", line, HOST)).isEqualTo("refused: WRONG_DESTINATION");
        assertThat(exchanged(header, FREE, "s", GET, HOST, "Cookie: __elsewhere__"))
                .isEqualTo("refused: WRONG_DESTINATION");
    }

    @Test
    void a_placeholder_in_what_goes_no_further_is_not_looked_at() {
        var header = new Placeholder(KEY, "__key__", Set.of(Surface.HEADER));

        assertThat(exchanged(header, FREE, "s", GET, HOST, "X-Vault: __elsewhere__"))
                .startsWith("GET ");
    }
}
