package agentvault.proxy;

import static agentvault.workspace.Office.done;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.vault.RateLimit;
import agentvault.vault.Slug;
import agentvault.wire.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies and streams, both ways, and what ends them.
class StreamingTest {

    private static final int LARGE = 8 * 1024 * 1024;
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private Proxying proxying;

    @BeforeEach
    void open(@TempDir Path folder) {
        var times = new Times(
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20),
                Duration.ofSeconds(20),
                Duration.ofSeconds(1));
        proxying = new Proxying(folder, new Plane.Settings(new RateLimit(1, 100, 3), times, Limits.STANDARD));
        proxying.serveBearer();
    }

    @AfterEach
    void close() {
        assertThat(proxying.broken).isEmpty();
        proxying.close();
    }

    private String host() {
        return "Host: " + proxying.to();
    }

    @Test
    void a_large_body_goes_out_and_a_large_one_comes_back() throws IOException {
        var body = "x".repeat(LARGE);
        proxying.recorder.answer(head -> "HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + body);
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("POST / HTTP/1.1", host(), "Content-Length: " + LARGE).sendBytes(body);

            assertThat(tunnel.response()).hasSizeGreaterThan(LARGE).endsWith("xxx");
        }
        assertThat(proxying.recorder.requests.getFirst()).hasSizeGreaterThan(LARGE);
    }

    @Test
    void chunks_are_framed_anew_without_extensions_and_trailers() throws IOException {
        proxying.recorder.converse((head, in, socket) -> {
            var all = new StringBuilder(head);
            while (!all.toString().endsWith("0\r\n\r\n"))
                all.append(new String(in.readNBytes(1), StandardCharsets.ISO_8859_1));
            proxying.recorder.requests.add(all.toString());
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nok\r\n0\r\nX-T: 1\r\n\r\n"
                            .getBytes(StandardCharsets.ISO_8859_1));
            return true;
        });
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("POST / HTTP/1.1", host(), "Transfer-Encoding: chunked")
                    .sendBytes("3;ext=1\r\nabc\r\n0\r\nAuthorization: Bearer evil\r\n\r\n");

            assertThat(tunnel.response()).endsWith("\r\n\r\n2\r\nok\r\n0\r\n\r\n");
            tunnel.send("POST / HTTP/1.1", host(), "Transfer-Encoding: chunked").sendBytes("0\r\n\r\n");
            assertThat(tunnel.response()).endsWith("0\r\n\r\n");
        }
        assertThat(proxying.recorder.requests.getFirst())
                .endsWith("\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
                .doesNotContain("evil");
        assertThat(proxying.recorder.connections).hasValue(1);
    }

    @Test
    void early_hints_and_other_interim_responses_are_not_passed_on() throws IOException {
        proxying.recorder.answer(_ -> "HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n"
                + "HTTP/1.1 102 Processing\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" + Recorder.OK);
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET / HTTP/1.1", host()).response()).isEqualTo(Recorder.OK);
            assertThat(tunnel.send("GET / HTTP/1.1", host()).response()).isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.connections).hasValue(1);
    }

    @Test
    void a_client_that_asks_before_it_sends_is_told_to_go_on_by_us() throws IOException {
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("POST / HTTP/1.1", host(), "Content-Length: 3", "Expect: 100-continue");
            assertThat(tunnel.response()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(tunnel.sendBytes("abc").response()).isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.requests.getFirst())
                .doesNotContain("Expect")
                .endsWith("\r\n\r\nabc");
    }

    @Test
    void a_client_that_asks_and_is_refused_is_not_told_to_go_on() throws IOException {
        try (var tunnel = proxying.tunnel("other.example.com:443")) {
            tunnel.send("POST / HTTP/1.1", "Host: other.example.com", "Content-Length: 3", "Expect: 100-continue");
            assertThat(tunnel.response()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void events_come_as_they_are_sent_until_the_other_side_closes() throws Exception {
        var seen = new CountDownLatch(1);
        proxying.recorder.converse((head, in, socket) -> {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: 1\n\n"
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            await(seen);
            out.write("data: 2\n\n".getBytes(StandardCharsets.ISO_8859_1));
            return false;
        });
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET /events HTTP/1.1", host()).head()).contains("Transfer-Encoding: chunked");
            assertThat(tunnel.read("9\r\ndata: 1\n\n\r\n".length())).contains("data: 1");
            seen.countDown();
            assertThat(tunnel.read("9\r\ndata: 2\n\n\r\n0\r\n\r\n".length()))
                    .contains("data: 2")
                    .endsWith("0\r\n\r\n");
        }
    }

    @Test
    void a_revoked_grant_cuts_a_running_stream() throws Exception {
        proxying.recorder.converse((head, in, socket) -> {
            var out = socket.getOutputStream();
            out.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return in.read() < 0;
        });
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET /events HTTP/1.1", host()).head()).contains("200 OK");
            done(proxying.office.workspace.grants().take(proxying.office.owner, proxying.vault, proxying.agent));
            long before = System.nanoTime();

            assertThat(tunnel.ended()).isTrue();
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(1_500));
        }
        assertThat(proxying.log.getLast().outcome().code()).isEqualTo("revoked");
    }

    @Test
    void a_websocket_is_relayed_with_the_secret_in_its_handshake_and_cut_when_its_service_goes() throws IOException {
        proxying.recorder.converse((head, in, socket) -> {
            proxying.recorder.requests.add(head);
            var out = socket.getOutputStream();
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + ACCEPT + "\r\n\r\nhello")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            in.transferTo(out);
            return false;
        });
        try (var tunnel = proxying.tunnel()) {
            tunnel.send(
                    "GET /ws HTTP/1.1",
                    host(),
                    "Connection: keep-alive, Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(tunnel.head()).startsWith("HTTP/1.1 101 ").contains("Sec-WebSocket-Accept: " + ACCEPT);
            assertThat(tunnel.read(5)).isEqualTo("hello");
            assertThat(tunnel.sendBytes("frame").read(5)).isEqualTo("frame");
            done(proxying.office.workspace.services().remove(proxying.office.owner, proxying.vault, new Slug("api")));
            assertThat(tunnel.ended()).isTrue();
        }
        assertThat(proxying.recorder.requests.getFirst())
                .contains("Upgrade: websocket")
                .contains("Authorization: Bearer sk_live_s3cret");
    }

    @Test
    void a_websocket_of_a_whole_url_is_relayed_and_cut_when_its_service_goes() throws IOException {
        proxying.recorder.converse((head, in, socket) -> {
            var out = socket.getOutputStream();
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                            + "Sec-WebSocket-Accept: " + ACCEPT + "\r\n\r\n")
                    .getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            in.transferTo(out);
            return false;
        });
        try (var wire = proxying.forward()) {
            wire.send(
                    "GET https://" + proxying.to() + "/ws HTTP/1.1",
                    host(),
                    proxying.auth(),
                    "Connection: Upgrade",
                    "Upgrade: websocket",
                    "Sec-WebSocket-Version: 13",
                    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==");
            assertThat(wire.head()).startsWith("HTTP/1.1 101 ");
            assertThat(wire.sendBytes("frame").read(5)).isEqualTo("frame");
            done(proxying.office.workspace.services().remove(proxying.office.owner, proxying.vault, new Slug("api")));
            assertThat(wire.ended()).isTrue();
        }
    }

    @Test
    void a_revoked_grant_ends_an_upload_that_is_slow() throws Exception {
        var begun = new CountDownLatch(1);
        var uploaded = new AtomicLong(-1);
        var ended = new CountDownLatch(1);
        proxying.recorder.converse((head, in, socket) -> {
            begun.countDown();
            uploaded.set(in.readAllBytes().length);
            ended.countDown();
            return false;
        });
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("POST / HTTP/1.1", host(), "Content-Length: 10").sendBytes("abc");
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            done(proxying.office.workspace.grants().take(proxying.office.owner, proxying.vault, proxying.agent));

            assertThat(tunnel.response()).startsWith("HTTP/1.1 403 ").contains("\"code\":\"revoked\"");
            assertThat(tunnel.ended()).isTrue();
        }
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(uploaded).hasValue(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nX: a\nY: b\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n",
                "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void a_response_that_can_be_read_in_two_ways_is_not_passed_on(String response) throws IOException {
        proxying.recorder.answer(_ -> response);
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET / HTTP/1.1", host()).response()).startsWith("HTTP/1.1 502 ");
        }
    }

    @Test
    void what_comes_after_a_response_belongs_to_nobody() throws IOException {
        proxying.recorder.answer(_ -> Recorder.OK + "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil");
        try (var tunnel = proxying.tunnel()) {
            for (int i = 0; i < 2; i++)
                assertThat(tunnel.send("GET / HTTP/1.1", host()).response()).isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.connections).hasValue(2);
    }

    @Test
    void a_response_that_is_cut_short_is_cut_short_for_the_client() throws IOException {
        proxying.recorder.converse((head, in, socket) -> {
            socket.getOutputStream()
                    .write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf".getBytes(StandardCharsets.ISO_8859_1));
            return false;
        });
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET / HTTP/1.1", host()).head()).contains("Content-Length: 10");
            assertThat(tunnel.read(4)).isEqualTo("half");
            assertThat(tunnel.ended()).isTrue();
        }
    }

    @Test
    void a_response_to_head_has_no_body_and_the_connection_goes_on() throws IOException {
        proxying.recorder.answer(
                head -> head.startsWith("HEAD") ? "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" : Recorder.OK);
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("HEAD / HTTP/1.1", host());
            assertThat(tunnel.head()).contains("Content-Length: 5");
            assertThat(tunnel.send("GET / HTTP/1.1", host()).response()).isEqualTo(Recorder.OK);
        }
        assertThat(proxying.recorder.connections).hasValue(1);
    }

    @Test
    void a_host_that_does_not_answer_is_waited_for_so_long_and_no_longer() throws IOException {
        proxying.recorder.converse((head, in, socket) -> in.read() < 0);
        try (var tunnel = proxying.tunnel()) {
            assertThat(tunnel.send("GET / HTTP/1.1", host()).response())
                    .startsWith("HTTP/1.1 504 ")
                    .contains("upstream_timeout");
        }
    }

    @Test
    void a_client_that_does_not_read_stops_the_other_side() throws Exception {
        var written = new AtomicLong();
        var full = new CountDownLatch(1);
        proxying.recorder.converse((head, in, socket) -> {
            var out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000000\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
            full.countDown();
            byte[] block = new byte[64 * 1024];
            while (true) {
                out.write(block);
                written.addAndGet(block.length);
            }
        });
        try (var tunnel = proxying.tunnel()) {
            tunnel.send("GET / HTTP/1.1", host()).head();
            assertThat(full.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(proxying.lastEnded(Duration.ofSeconds(10))).contains("upstream_timeout");
            assertThat(written.get()).isLessThan(100_000_000L);
        }
    }

    @Test
    void who_asks_for_too_much_at_once_is_slowed_down() throws IOException {
        var underWay = new CountDownLatch(3);
        proxying.recorder.converse((head, in, socket) -> {
            underWay.countDown();
            return in.read() < 0;
        });
        try (var one = proxying.tunnel();
                var two = proxying.tunnel();
                var three = proxying.tunnel();
                var four = proxying.tunnel()) {
            one.send("GET / HTTP/1.1", host());
            two.send("GET / HTTP/1.1", host());
            three.send("GET / HTTP/1.1", host());
            await(underWay);

            assertThat(four.send("GET / HTTP/1.1", host()).response())
                    .startsWith("HTTP/1.1 429 ")
                    .contains("Retry-After: 1");
        }
    }

    private static void await(CountDownLatch latch) throws IOException {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) throw new IOException("not in time");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
