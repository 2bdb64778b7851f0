package agentvault.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirstEventTest {

    private static final String ENDPOINT = "event: endpoint\ndata: /m\n\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: endpoint\ndata: /m\n\n",
                "event: endpoint\r\ndata: /m\r\n\r\n",
                "event: endpoint\rdata: /m\r\r",
                "event: endpoint\rdata: /m\r\n\n",
                "event:endpoint\ndata:/m\n\n",
                "data: /m\nevent: endpoint\n\n",
                ": a comment\n\n:\nevent: endpoint\ndata: /m\n\n",
                "retry: 3000\n\nid: 1\n\nevent: message\n\nevent: endpoint\ndata: /m\n\n",
                "event: message\nevent: endpoint\nid: 7\nunknown\ndata: /m\n\n",
            })
    void an_endpoint_is_heard_however_its_lines_end_and_its_pieces_come(String stream) {
        assertThat(whole(stream)).contains("/m");
        assertThat(inBytes(stream)).contains("/m");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "event: message\ndata: {}\n\nevent: endpoint\ndata: /m\n\n",
                "data: {}\n\nevent: endpoint\ndata: /m\n\n",
                "event: Endpoint\ndata: /m\n\n",
                "event:  endpoint\ndata: /m\n\n",
                "Event: endpoint\ndata: /m\n\n",
                "event: endpoint\n\ndata: /m\n\n",
                "event: endpoint\ndata: /m\n",
                "event: endpoint\ndata: /m",
                "event: endpoint\n data: /m\n\n",
                "\u00ef\u00bb\u00bfevent: endpoint\ndata: /m\n\n",
                "\n\n\n",
                "",
            })
    void nothing_else_is(String stream) {
        assertThat(whole(stream)).isEmpty();
        assertThat(inBytes(stream)).isEmpty();
    }

    @Test
    void lines_of_data_are_one_text() {
        assertThat(whole("event: endpoint\ndata: /m\ndata: /n\ndata\n\n")).contains("/m\n/n\n");
    }

    @Test
    void what_comes_after_the_first_event_or_64_KiB_is_not_looked_at() {
        var event = new FirstEvent();
        assertThat(read(event, ENDPOINT + ENDPOINT)).contains("/m");
        assertThat(event.over()).isTrue();
        assertThat(read(event, ENDPOINT)).isEmpty();

        int most = 64 * 1024;
        assertThat(whole(":" + "x".repeat(most - ENDPOINT.length() - 2) + "\n" + ENDPOINT))
                .contains("/m");
        assertThat(whole(":" + "x".repeat(most - ENDPOINT.length() - 1) + "\n" + ENDPOINT))
                .isEmpty();
        assertThat(whole("data: " + "x".repeat(most) + "\n\n" + ENDPOINT)).isEmpty();
    }

    @Test
    void the_piece_stays_as_it_is() {
        var piece = Unpooled.copiedBuffer(ENDPOINT, StandardCharsets.ISO_8859_1);
        assertThat(new FirstEvent().read(piece)).contains("/m");
        assertThat(piece.toString(StandardCharsets.ISO_8859_1)).isEqualTo(ENDPOINT);
    }

    private static Optional<String> whole(String stream) {
        return read(new FirstEvent(), stream);
    }

    private static Optional<String> inBytes(String stream) {
        var event = new FirstEvent();
        var found = Optional.<String>empty();
        for (int i = 0; i < stream.length(); i++) {
            var read = read(event, stream.substring(i, i + 1));
            if (read.isPresent()) found = read;
        }
        return found;
    }

    private static Optional<String> read(FirstEvent event, String piece) {
        return event.read(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
    }
}
