package agentvault.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What upstreams answer with. In the tables `|` stands for the end of a line, and the end of the head is added.
class ResponseReaderTest {

    private static final HeadLimits LIMITS = new HeadLimits(1, 1, 512, 5);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "HTTP/1.1 200 OK; UntilClose[] closes",
                "HTTP/1.1 200; UntilClose[] closes",
                "HTTP/1.1 200 OK|Content-Length: 3; Length[bytes=3] keeps",
                "HTTP/1.1 200 OK|Content-Length: 0; None[] keeps",
                "HTTP/1.1 200 OK|Content-Length: 3|Connection: close; Length[bytes=3] closes",
                "HTTP/1.1 200 OK|Connection: keep-alive, Close|Content-Length: 3; Length[bytes=3] closes",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked; Chunked[] keeps",
                "HTTP/1.1 200 OK|transfer-encoding: CHUNKED; Chunked[] keeps",
                "HTTP/1.1 204 No Content; None[] keeps",
                "HTTP/1.1 204 No Content|Content-Length: 0; None[] keeps",
                "HTTP/1.1 304 Not Modified|Content-Length: 7; None[] keeps",
                "HTTP/1.1 304 Not Modified|Transfer-Encoding: chunked; None[] keeps",
                "HTTP/1.0 200 OK|Content-Length: 3; Length[bytes=3] closes",
                "HTTP/1.0 200 OK|Content-Length: 3|Connection: keep-alive; Length[bytes=3] closes",
                "HTTP/1.0 200 OK; UntilClose[] closes",
                "HTTP/1.1 999 Denied|Content-Length: 1; Length[bytes=1] keeps",
            })
    void the_end_of_a_body_and_of_a_connection_is_known(String head, String meaning) {
        assertThat(read(head, Asked.PLAIN)).isEqualTo(meaning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "HTTP/1.1 200 OK|Content-Length: 3|Transfer-Encoding: chunked; AMBIGUOUS_LENGTH",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Content-Length: 3; AMBIGUOUS_LENGTH",
                "HTTP/1.1 304 OK|Content-Length: 3|Transfer-Encoding: chunked; AMBIGUOUS_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: 3|Content-Length: 3; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: 3|content-length: 4; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: 3, 3; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: +3; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: -1; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: 0x3; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: 1_0; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length:; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Content-Length: 9223372036854775808; CONTENT_LENGTH",
                "HTTP/1.1 304 OK|Content-Length: none; CONTENT_LENGTH",
                "HTTP/1.1 200 OK|Transfer-Encoding: gzip, chunked; TRANSFER_ENCODING",
                "HTTP/1.1 200 OK|Transfer-Encoding: identity; TRANSFER_ENCODING",
                "HTTP/1.1 200 OK|Transfer-Encoding: xchunked; TRANSFER_ENCODING",
                "HTTP/1.1 200 OK|Transfer-Encoding: chunked|Transfer-Encoding: chunked; TRANSFER_ENCODING",
                "HTTP/1.0 200 OK|Transfer-Encoding: chunked; TRANSFER_ENCODING",
                "HTTP/1.1 200 OK|Connection: content-length; CONNECTION",
                "HTTP/1.1 200 OK|X: a| folded; FOLDED_HEADER",
                "HTTP/1.1 200 OK|X : a; HEADER",
                "HTTP/1.1 200 OK|: a; HEADER",
                "HTTP/1.1 200 OK|X; HEADER",
                "HTTP/1.1 204 No Content|Content-Length: 3; UNEXPECTED_BODY",
                "HTTP/1.1 204 No Content|Transfer-Encoding: chunked; UNEXPECTED_BODY",
                "HTTP/1.1 100 Continue|Content-Length: 3; UNEXPECTED_BODY",
                "HTTP/1.1 101 Switching; UNASKED_UPGRADE",
                "HTTP/2.0 200 OK; VERSION",
                "HTTP/1.2 200 OK; VERSION",
                "http/1.1 200 OK; STATUS_LINE",
                "HTTP/1.1  200 OK; STATUS_LINE",
                "HTTP/1.1 20 OK; STATUS_LINE",
                "HTTP/1.1 2000 OK; STATUS_LINE",
                "HTTP/1.1 099 OK; STATUS_LINE",
                "HTTP/1.1 2x0 OK; STATUS_LINE",
                "HTTP/1.1; STATUS_LINE",
                "ICY 200 OK; STATUS_LINE",
                "A:1|B:2|C:3; STATUS_LINE",
                "HTTP/1.1 200 OK|A:1|B:2|C:3|D:4|E:5|F:6; HEAD_TOO_LARGE",
            })
    void what_might_be_read_in_two_ways_is_refused(String head, String refusal) {
        assertThat(read(head, Asked.PLAIN)).isEqualTo(refusal);
    }

    @Test
    void line_ends_and_control_characters_are_what_they_must_be() {
        assertThat(raw("HTTP/1.1 200 OK\nX: y\r\n\r\n")).isEqualTo("BARE_LINE_FEED");
        assertThat(raw("HTTP/1.1 200 OK\r\nX: y\rZ: a\r\n\r\n")).isEqualTo("BARE_CARRIAGE_RETURN");
        assertThat(raw("HTTP/1.1 200 OK\r\nX: y\0\r\n\r\n")).isEqualTo("CONTROL_CHARACTER");
        assertThat(raw("HTTP/1.1 200 O\u007fK\r\n\r\n")).isEqualTo("CONTROL_CHARACTER");
        assertThat(raw("\r\nHTTP/1.1 200 OK\r\n\r\n")).isEqualTo("STATUS_LINE");
        assertThat(raw("HTTP/1.1 200 OK\r\nX: " + "y".repeat(512))).isEqualTo("HEAD_TOO_LARGE");
    }

    @Test
    void what_was_asked_tells_whether_a_body_or_another_protocol_comes() {
        assertThat(read("HTTP/1.1 200 OK|Content-Length: 3", Asked.HEAD)).isEqualTo("None[] keeps");
        assertThat(read("HTTP/1.1 200 OK|Transfer-Encoding: chunked", Asked.HEAD))
                .isEqualTo("None[] keeps");
        assertThat(read("HTTP/1.1 200 OK", Asked.HEAD)).isEqualTo("None[] keeps");
        assertThat(read("HTTP/1.1 101 Switching|Upgrade: websocket", Asked.UPGRADE))
                .isEqualTo("None[] closes");
        assertThat(read("HTTP/1.1 200 Established", Asked.CONNECT)).isEqualTo("None[] closes");
        assertThat(read("HTTP/1.1 200 Established|Content-Length: 3", Asked.CONNECT))
                .isEqualTo("UNEXPECTED_BODY");
        assertThat(read("HTTP/1.1 407 Who|Content-Length: 3", Asked.CONNECT)).isEqualTo("Length[bytes=3] keeps");
    }

    @Test
    void a_few_interim_responses_come_before_the_final_one() {
        var interim = "HTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\n";
        var last = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n";

        assertThat(raw(interim.repeat(ResponseReader.MOST_INTERIM) + last))
                .isEqualTo("103 ".repeat(ResponseReader.MOST_INTERIM) + "Length[bytes=3] keeps");
        assertThat(raw(interim.repeat(ResponseReader.MOST_INTERIM + 1) + last)).endsWith("TOO_MANY_INTERIM");
    }

    @Test
    void a_head_prints_its_status_alone() {
        var reader = new ResponseReader(LIMITS, Asked.PLAIN);
        var head = "HTTP/1.1 200 marked\r\nSet-Cookie: marked\r\n\r\n";

        assertThat(reader.read(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII))))
                .isInstanceOfSatisfying(
                        ResponseProgress.Whole.class,
                        whole -> assertThat(whole.head()).hasToString("200"));
    }

    private static String read(String head, Asked asked) {
        return raw(head.replace("|", "\r\n") + "\r\n\r\n", asked);
    }

    private static String raw(String text) {
        return raw(text, Asked.PLAIN);
    }

    private static String raw(String text, Asked asked) {
        var reader = new ResponseReader(LIMITS, asked);
        var in = ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
        var said = new StringBuilder();
        while (true) {
            switch (reader.read(in)) {
                case ResponseProgress.More() -> {
                    return said + "more";
                }
                case ResponseProgress.Interim(var head) ->
                    said.append(head.status()).append(' ');
                case ResponseProgress.Refused(var refusal) -> {
                    return said + refusal.name();
                }
                case ResponseProgress.Whole(var head) -> {
                    return said.toString() + head.framing() + (head.keepsAlive() ? " keeps" : " closes");
                }
            }
        }
    }
}
