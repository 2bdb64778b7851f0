package agentvault.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;

/// Bodies, in whatever pieces they come.
class BodyFramerProperties {

    @Property(tries = 5_000)
    void the_pieces_in_which_chunks_come_do_not_matter(@ForAll("chunked") String body, @ForAll List<Integer> cuts) {
        assertThat(read(new Framing.Chunked(), body, cuts)).isEqualTo(read(new Framing.Chunked(), body, List.of()));
    }

    @Property
    void what_was_put_into_chunks_comes_out(@ForAll List<@NotBlank String> pieces, @ForAll List<Integer> cuts) {
        var body = new StringBuilder();
        var whole = new StringBuilder();
        for (var piece : pieces) {
            var bytes = piece.getBytes(StandardCharsets.UTF_8);
            var latin = new String(bytes, StandardCharsets.ISO_8859_1);
            body.append(Integer.toHexString(bytes.length))
                    .append("\r\n")
                    .append(latin)
                    .append("\r\n");
            whole.append(latin);
        }
        assertThat(read(new Framing.Chunked(), body + "0\r\nX: y\r\n\r\nnext", cuts))
                .isEqualTo(whole + " ended, left 4");
    }

    @Property
    void a_length_takes_exactly_its_bytes(@ForAll @IntRange(max = 50) int length, @ForAll List<Integer> cuts) {
        var body = "x".repeat(length);
        var framing = length == 0 ? new Framing.None() : new Framing.Length(length);

        assertThat(read(framing, body + "next", cuts)).isEqualTo(body + " ended, left 4");
        if (length > 0)
            assertThat(read(framing, body.substring(1), cuts)).isEqualTo(body.substring(1) + " more, left 0");
    }

    @Example
    void the_overhead_of_chunks_is_bounded_by_their_bytes() {
        int most = ChunkFramer.FREE_OVERHEAD / 3;

        assertThat(read(new Framing.Chunked(), "1\r\nx\r\n".repeat(most), List.of()))
                .endsWith("more, left 0");
        assertThat(read(new Framing.Chunked(), "1\r\nx\r\n".repeat(most + 10), List.of()))
                .contains("CHUNK_OVERHEAD");
    }

    @Provide
    Arbitrary<String> chunked() {
        return Arbitraries.of(
                        "3\r\nabc\r\n",
                        "1\r\nx\r\n",
                        "A;b=c\r\n0123456789\r\n",
                        "0\r\n",
                        "\r\n",
                        "X: y\r\n",
                        "3\r\n",
                        "abc",
                        "\r",
                        "\n",
                        ";",
                        " ",
                        "\0",
                        "f",
                        "0\r\n\r\n",
                        "GET")
                .list()
                .ofMaxSize(10)
                .map(pieces -> String.join("", pieces));
    }

    private static String read(Framing framing, String body, List<Integer> cuts) {
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        var framer = BodyFramer.of(framing);
        var places = new TreeSet<Integer>();
        if (bytes.length > 0) for (int cut : cuts) places.add(Math.floorMod(cut, bytes.length));
        places.add(bytes.length);
        var read = new StringBuilder();
        int from = 0;
        for (int to : places) {
            var in = ByteBuffer.wrap(bytes, from, to - from);
            while (in.hasRemaining() && !framer.ended() && framer.refusal().isEmpty()) {
                byte[] piece = new byte[framer.next(in)];
                in.get(piece);
                read.append(new String(piece, StandardCharsets.ISO_8859_1));
            }
            from = in.position();
            if (in.hasRemaining()) break;
        }
        var state = framer.ended() ? "ended" : framer.refusal().map(Enum::name).orElse("more");
        return read + " " + state + ", left " + (bytes.length - from);
    }
}
