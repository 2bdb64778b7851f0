package agentvault.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Heads of responses, in whatever pieces they come.
class ResponseReaderProperties {

    private static final HeadLimits LIMITS = new HeadLimits(1, 1, 256, 6);

    @Property(tries = 5_000)
    void the_pieces_in_which_bytes_come_do_not_matter(
            @ForAll("messages") String message, @ForAll Asked asked, @ForAll List<Integer> cuts) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);

        assertThat(read(bytes, asked, cuts)).isEqualTo(read(bytes, asked, List.of()));
    }

    @Property(tries = 2_000)
    void byte_by_byte_is_the_same_as_at_once(@ForAll("messages") String message, @ForAll Asked asked) {
        byte[] bytes = message.getBytes(StandardCharsets.ISO_8859_1);
        var every = new ArrayList<Integer>();
        for (int i = 1; i < bytes.length; i++) every.add(i);

        assertThat(read(bytes, asked, every)).isEqualTo(read(bytes, asked, List.of()));
    }

    /// Pieces of responses, most of them in an order that makes one, with some damage.
    @Provide
    Arbitrary<String> messages() {
        var piece = Arbitraries.of(
                "HTTP/1.1 200 OK\r\n",
                "HTTP/1.0 301 Moved\r\n",
                "HTTP/1.1 100 Continue\r\n\r\n",
                "HTTP/1.1 204\r\n",
                "HTTP/1.1 101 Switching\r\n",
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
                "\0",
                "\u00ff",
                "y".repeat(250));
        var rest = piece.list().ofMaxSize(8).map(pieces -> String.join("", pieces));
        var line = Arbitraries.of("HTTP/1.1 200 OK\r\n", "HTTP/1.1 304 \r\n", "HTTP/1.1 103 Hints\r\n");
        return Arbitraries.oneOf(rest, line.flatMap(first -> rest.map(more -> first + more + "\r\n\r\n")));
    }

    /// What came of a message that is cut at some places, and how many bytes were left.
    private static String read(byte[] bytes, Asked asked, List<Integer> cuts) {
        var reader = new ResponseReader(LIMITS, asked);
        var places = new TreeSet<Integer>();
        if (bytes.length > 0) for (int cut : cuts) places.add(Math.floorMod(cut, bytes.length));
        places.add(bytes.length);
        var said = new StringBuilder();
        int from = 0;
        for (int to : places) {
            while (from < to) {
                var in = ByteBuffer.wrap(bytes, from, to - from);
                var progress = reader.read(in);
                from = in.position();
                switch (progress) {
                    case ResponseProgress.More() -> assertThat(from).isEqualTo(to);
                    case ResponseProgress.Interim(var head) -> said.append(described(head));
                    case ResponseProgress.Refused(var refusal) -> {
                        return said + refusal.name();
                    }
                    case ResponseProgress.Whole(var head) -> {
                        return said + described(head) + " left " + (bytes.length - from);
                    }
                }
            }
        }
        return said + "more";
    }

    private static String described(ResponseHead head) {
        var fields = head.fields().headers().fields().stream()
                .map(field -> field.name() + "=" + field.value())
                .toList();
        return head.status() + " " + head.line().reason() + fields + head.framing() + head.keepsAlive();
    }
}
