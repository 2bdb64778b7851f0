package agentvault.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Heads, in whatever pieces they come.
class HeadReaderProperties {

    private static final HeadLimits LIMITS = new HeadLimits(8, 40, 256, 6);

    @Property(tries = 5_000)
    void the_pieces_in_which_bytes_come_do_not_matter(@ForAll("messages") String message, @ForAll List<Integer> cuts) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(bytes, cuts)).isEqualTo(read(bytes, List.of()));
    }

    @Property(tries = 2_000)
    void byte_by_byte_is_the_same_as_at_once(@ForAll("messages") String message) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        var every = new ArrayList<Integer>();
        for (int i = 1; i < bytes.length; i++) every.add(i);

        assertThat(read(bytes, every)).isEqualTo(read(bytes, List.of()));
    }

    @Example
    void a_head_as_long_as_the_limit_is_read_and_one_byte_more_is_not() {
        var head = "GET / HTTP/1.1\r\nHost: a\r\nX: \r\n\r\n";
        var longest = head.replace("X: ", "X: " + "y".repeat(LIMITS.bytes() - head.length()));

        assertThat(read(longest)).startsWith("GET /");
        assertThat(read(longest.replace("X: ", "X: y"))).isEqualTo("HEAD_TOO_LARGE");
    }

    @Example
    void a_target_as_long_as_the_limit_is_read_and_one_byte_more_is_not() {
        var longest = "GET /" + "x".repeat(LIMITS.target() - 1) + " HTTP/1.1\r\nHost: a\r\n\r\n";

        assertThat(read(longest)).startsWith("GET /xxx");
        assertThat(read(longest.replace("/", "/x"))).isEqualTo("TARGET_TOO_LONG");
    }

    @Example
    void as_many_headers_as_the_limit_are_read_and_one_more_is_not() {
        var most = "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(LIMITS.fields() - 1) + "\r\n";

        assertThat(read(most)).startsWith("GET /");
        assertThat(read(most.replace("Host", "Y: z\r\nHost"))).isEqualTo("HEAD_TOO_LARGE");
    }

    @Example
    void a_method_as_long_as_the_limit_is_read_and_one_byte_more_is_not() {
        assertThat(read("M".repeat(8) + " / HTTP/1.1\r\nHost: a\r\n\r\n")).startsWith("MMMMMMMM /");
        assertThat(read("M".repeat(9) + " / HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo("METHOD");
    }

    /// Pieces of requests, most of them in an order that makes one, with some damage.
    @Provide
    Arbitrary<String> messages() {
        var piece = Arbitraries.of(
                "GET / HTTP/1.1\r\n",
                "POST /a?b HTTP/1.1\r\n",
                "Host: a\r\n",
                "Host: b:8\r\n",
                "X: y\r\n",
                "Content-Length: 3\r\n",
                "Transfer-Encoding: chunked\r\n",
                "Connection: close\r\n",
                "\r\n",
                "abc",
                "\r",
                "\n",
                ":",
                " ",
                "\t",
                "\0",
                "\u00ff",
                "GET http://a/ HTTP/1.0\r\n",
                "CONNECT a:443 HTTP/1.1\r\n",
                "Expect: 100-continue\r\n",
                "x".repeat(60),
                "y".repeat(250));
        var request = Arbitraries.of("GET / HTTP/1.1\r\n", "POST /a?b HTTP/1.0\r\n");
        var rest = piece.list().ofMaxSize(8).map(pieces -> String.join("", pieces));
        return Arbitraries.oneOf(
                rest,
                request.flatMap(line -> rest.map(more -> line + "Host: a\r\n" + more)),
                request.flatMap(line -> rest.map(more -> line + "Host: a\r\n\r\n" + more)));
    }

    private static String read(String message) {
        return read(message.getBytes(StandardCharsets.ISO_8859_1), List.of());
    }

    /// What came of a message that is cut at some places, and how many bytes were left.
    private static String read(byte[] bytes, List<Integer> cuts) {
        var reader = new HeadReader(LIMITS, false);
        var places = new TreeSet<Integer>();
        if (bytes.length > 0) for (int cut : cuts) places.add(Math.floorMod(cut, bytes.length));
        places.add(bytes.length);
        int from = 0;
        for (int to : places) {
            var in = ByteBuffer.wrap(bytes, from, to - from);
            var progress = reader.read(in);
            from = to;
            switch (progress) {
                case HeadProgress.More() -> assertThat(in.hasRemaining()).isFalse();
                case HeadProgress.Refused(var refusal) -> {
                    return refusal.name();
                }
                case HeadProgress.Whole(var head) -> {
                    return described(head) + " left " + (bytes.length - in.position());
                }
            }
        }
        return "more";
    }

    private static String described(RequestHead head) {
        var fields = head.fields().headers().fields().stream()
                .map(field -> field.name() + "=" + field.value())
                .toList();
        return head.method() + " " + head.line().target() + " " + head.line().form() + " " + head.authority() + " "
                + fields + head.framing() + head.keepsAlive() + head.expectsContinue();
    }
}
