package agentvault.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.http.Framing;
import agentvault.http.HeadLimits;
import agentvault.http.HeadProgress;
import agentvault.http.HeadReader;
import agentvault.http.RequestHead;
import agentvault.inject.Incoming;
import agentvault.inject.Plan;
import agentvault.inject.Values;
import agentvault.match.PlaceholderScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Requests that were good until something was flipped, cut, doubled or put into them. What our reader takes and
/// forwards, a strict reader by others reads as exactly that one request.
class MutatedRequestsTest {

    private static final String WHOM = " HTTP/1.1\r\nHost: api.example.com\r\n";

    private static final List<String> GOOD = List.of(
            "GET https://api.example.com/v1/a?b=c" + WHOM + "Accept: */*\r\n\r\n",
            "GET https://api.example.com:8443/ HTTP/1.1\r\nHost: api.example.com:8443\r\nConnection: close\r\n\r\n",
            "GET https://api.example.com?q HTTP/1.0\r\nHost: api.example.com\r\n\r\n",
            "HEAD https://API.example.com/x%20y" + WHOM + "X-A: \tb c\t\r\nTE: trailers\r\n\r\n",
            "POST https://api.example.com/v1" + WHOM + "Content-Length: 5\r\nContent-Type: text/plain\r\n\r\nabcde",
            "POST https://api.example.com/v1" + WHOM + "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n",
            "PUT https://api.example.com/v1" + WHOM + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            "PATCH https://api.example.com/v1" + WHOM
                    + "Connection: X-B, keep-alive\r\nX-B: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "a;x=y\r\n0123456789\r\n2\r\n\r\n\r\n0\r\nX-T: 1\r\n\r\n",
            "DELETE https://api.example.com/v1/a;b=c" + WHOM + "Cookie: a=b; c=d\r\nCookie: e=f\r\n\r\n",
            "OPTIONS https://api.example.com/" + WHOM + "Proxy-Connection: keep-alive\r\nUpgrade: h2c\r\n\r\n");

    private static final List<String> PIECES = List.of(
            "\r\n",
            "\n",
            "\r",
            " ",
            "\t",
            "\0",
            ":",
            ",",
            ";",
            "\"",
            "\\",
            "#",
            "?",
            "@",
            "%0d%0a",
            "\u000b",
            "\u0085",
            "\u00a0",
            "\u00ff",
            "\r\n\r\n",
            "\n\n",
            "\r\n ",
            "0\r\n\r\n",
            "1\r\nz\r\n",
            "-1",
            "+5",
            "0x5",
            "5, 5",
            "03",
            "chunked",
            ", chunked",
            "identity",
            "Content-Length: 3\r\n",
            "Content-Length : 3\r\n",
            "content-length:7\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Transfer-Encoding:\u000bchunked\r\n",
            "transfer_encoding: chunked\r\n",
            "Host: evil.example.com\r\n",
            "Connection: Content-Length\r\n",
            "Connection: Host, close\r\n",
            "Upgrade: websocket\r\n",
            "Trailer: Host\r\n",
            " HTTP/1.1",
            "HTTP/1.0",
            "HTTP/2.0",
            "http://",
            "https://",
            "evil.example.com",
            "@evil.example.com",
            ":80",
            "/../",
            "//",
            "GET / HTTP/1.1\r\nHost: evil.example.com\r\n\r\n");

    @Test
    void a_few_are_read_alike() {
        push(2_000, 1);
    }

    @Test
    @Tag("full")
    void many_are_read_alike() {
        push(20_000, 2);
    }

    @Test
    @Tag("nightly")
    void a_million_others_every_night_are_read_alike() {
        push(1_000_000, System.nanoTime());
    }

    private static void push(int count, long seed) {
        var random = new Random(seed);
        int forwarded = 0;
        int begun = 0;
        for (int i = 0; i < count; i++) {
            var sent = mutated(random);
            var about = "number " + i + " of seed " + seed + ": "
                    + sent.replace("\r", "\\r").replace("\n", "\\n");
            switch (through(sent)) {
                case Passed.Nothing() -> {}
                case Passed.Begun(var bytes) -> {
                    begun++;
                    assertThat(SecondReading.of(bytes).whole()).as(about).isFalse();
                }
                case Passed.Whole(var head, var bytes, var body) -> {
                    forwarded++;
                    assertThat(SecondReading.of(bytes)).as(about).isEqualTo(meant(head, body));
                }
            }
        }
        assertThat(forwarded).as("forwarded").isGreaterThan(count / 20).isLessThan(count);
        assertThat(begun).as("forwarded in part").isPositive();
        System.out.printf("%d mutated requests: %d forwarded, %d in part%n", count, forwarded, begun);
    }

    private static String mutated(Random random) {
        var text = new StringBuilder(any(GOOD, random));
        for (int left = 1 + random.nextInt(2); left > 0; left--) {
            int at = random.nextInt(text.length());
            int end = Math.min(text.length(), at + 1 + random.nextInt(12));
            switch (random.nextInt(6)) {
                case 0 -> text.setCharAt(at, (char) (text.charAt(at) ^ 1 << random.nextInt(8)));
                case 1 -> text.delete(at, end);
                case 2 -> text.insert(at, text.substring(at, end));
                case 3 -> {
                    var other = any(GOOD, random);
                    text.setLength(at);
                    text.append(other.substring(random.nextInt(other.length())));
                }
                default -> text.insert(at, any(PIECES, random));
            }
            if (text.isEmpty()) text.append(any(GOOD, random));
        }
        return text.toString();
    }

    private static String any(List<String> all, Random random) {
        return all.get(random.nextInt(all.size()));
    }

    /// What of a request goes out.
    private sealed interface Passed {

        record Nothing() implements Passed {}

        /// Its body breaks off, or never ends.
        record Begun(String bytes) implements Passed {}

        record Whole(RequestHead head, String bytes, long body) implements Passed {}
    }

    private static Passed through(String sent) {
        var in = ByteBuffer.wrap(sent.getBytes(StandardCharsets.ISO_8859_1));
        if (!(new HeadReader(HeadLimits.STANDARD, true).read(in) instanceof HeadProgress.Whole(var head)))
            return new Passed.Nothing();
        boolean opens = head.line().authority().isEmpty() || head.method().equals("CONNECT");
        if (opens) return new Passed.Nothing();
        var out = Unpooled.buffer();
        write(head, out);
        var body = new ClientBody(head.framing());
        body.hold(Unpooled.wrappedBuffer(in));
        var to = new EmbeddedChannel();
        boolean good = body.carry(to);
        for (ByteBuf piece = to.readOutbound(); piece != null; piece = to.readOutbound()) {
            out.writeBytes(piece);
            piece.release();
        }
        body.take().release();
        var bytes = out.toString(StandardCharsets.ISO_8859_1);
        out.release();
        to.finishAndReleaseAll();
        return good && body.ended() ? new Passed.Whole(head, bytes, body.carried()) : new Passed.Begun(bytes);
    }

    private static void write(RequestHead head, ByteBuf out) {
        var incoming = new Incoming(
                head,
                head.authority(),
                true,
                head.line().path(),
                head.line().query(),
                Incoming.Authorization.THEIRS,
                WebSocketHandshake.asked(head));
        if (!(Plan.of(incoming, List.of(), PlaceholderScanner.of(List.of())) instanceof Plan.Result.Ready(var plan)))
            throw new AssertionError("there are no placeholders");
        try (var nothing = Values.open(plan.needs(), _ -> Optional.empty()).orElseThrow()) {
            assertThat(plan.write(out, nothing)).isEqualTo(Plan.Written.WHOLE);
        }
    }

    /// What the second reader has to find.
    private static SecondReading meant(RequestHead head, long body) {
        var line = head.line();
        var target = line.path() + (line.query().isEmpty() ? "" : "?" + line.query());
        var to = head.authority();
        var host = to.port() == 443 ? to.host().text() : to.host().text() + ":" + to.port();
        return new SecondReading(
                head.method(), target, List.of(host), head.framing() instanceof Framing.Chunked, body, 0, "");
    }
}
