package agentvault.stream;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.CanonicalHost;
import agentvault.address.CanonicalPath;
import agentvault.address.PathResult;
import agentvault.match.Target;
import io.netty.buffer.Unpooled;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class MessageUrlProperties {

    private static final URI BASE = URI.create("https://api.example.com:8443/v1/sse?team=a");
    private static final Target STREAM = new Target(
            new CanonicalHost("api.example.com"), 8443, true, "GET", CanonicalPath.parse("/v1/sse"), "team=a", false);

    /// The JDK's parser reads RFC 2396, which has another idea of a query alone.
    @Property(tries = 5_000)
    void what_is_believed_is_what_another_parser_reads_on_the_very_server(@ForAll("urls") String told)
            throws URISyntaxException {
        var believed = MessageUrl.told(STREAM, told);
        if (believed.isEmpty() || told.startsWith("?")) return;
        var read = BASE.resolve(new URI(told));

        assertThat(read.getScheme()).isEqualToIgnoringCase("https");
        assertThat(read.getRawAuthority()).isEqualToIgnoringCase("api.example.com:8443");
        assertThat(CanonicalPath.parse(read.getRawPath().isEmpty() ? "/" : read.getRawPath()))
                .isEqualTo(new PathResult.Plain(believed.get().path()));
        assertThat(believed.get().query())
                .isEqualTo(Optional.ofNullable(read.getRawQuery()).orElse(""));
    }

    @Example
    void a_query_alone_is_at_the_path_of_the_stream() {
        assertThat(MessageUrl.told(STREAM, "?session=1").orElseThrow())
                .isEqualTo(new MessageUrl(STREAM.host(), 8443, true, new CanonicalPath("/v1/sse"), "session=1"));
    }

    @Example
    void nothing_that_is_told_shows_the_query() {
        assertThat(MessageUrl.told(STREAM, "/m?session=s3cret").orElseThrow().toString())
                .isEqualTo("https://api.example.com:8443/m");
    }

    @Property
    void the_pieces_in_which_a_stream_comes_do_not_matter(@ForAll("streams") String stream, @ForAll int cut) {
        int at = Math.floorMod(cut, stream.length() + 1);
        var whole = new FirstEvent();
        var pieces = new FirstEvent();
        var expected = read(whole, stream);

        assertThat(read(pieces, stream.substring(0, at)).or(() -> read(pieces, stream.substring(at))))
                .isEqualTo(expected);
        assertThat(pieces.over()).isEqualTo(whole.over());
    }

    private static Optional<String> read(FirstEvent event, String piece) {
        return event.read(Unpooled.copiedBuffer(piece, StandardCharsets.ISO_8859_1));
    }

    @Provide
    Arbitrary<String> urls() {
        return joined(List.of(
                "https://",
                "http://",
                "HTTPS://",
                "api.example.com",
                "API.example.com",
                "evil.com",
                ":8443",
                ":443",
                "/",
                "//",
                "?",
                "&",
                "=",
                "@",
                ":",
                ".",
                "..",
                "%2e",
                "%2F",
                "%41",
                "messages",
                "v1",
                "a",
                "1",
                "-",
                "_",
                "~"));
    }

    @Provide
    Arbitrary<String> streams() {
        return joined(List.of("\r", "\n", "\r\n", "event:", "data:", " ", "endpoint", "/m", ":", "message", "id: 1"));
    }

    private static Arbitrary<String> joined(List<String> pieces) {
        return Arbitraries.of(pieces).list().ofMaxSize(12).map(all -> String.join("", all));
    }
}
