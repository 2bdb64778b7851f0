package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.http.Refusal;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Bodies of requests: bounded, read as they are asked for, and never waited for without end.
class BodiesTest {

    private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void a_body_that_nobody_reads_does_not_stand_in_the_next_requests_way() throws IOException {
        try (var probe = Probe.of(request -> Answer.text(200, request.path()))) {
            assertThat(probe.says(post(5) + "GET /" + LAST)).containsSubsequence("/post", "/last");
        }
    }

    @Test
    void what_is_left_of_a_small_body_is_waited_for() throws IOException {
        try (var probe = Probe.of(request -> Answer.text(200, request.path()));
                var client = probe.connect()) {
            client.send(post(5) + "GE");
            assertThat(client.readTo("/post")).doesNotContain("Connection: close");
            assertThat(client.send("T /" + LAST).readToEnd()).endsWith("/last");
        }
    }

    @Test
    void a_large_body_that_nobody_reads_closes_the_connection_after_the_answer() throws IOException {
        var limits = Limits.STANDARD.withBody(1 << 30);
        try (var probe = Probe.of(limits, _ -> Answer.text(403, "no"));
                var client = probe.connect()) {
            assertThat(client.send(post(1 << 30)).send("x".repeat(100_000)).readToEnd())
                    .contains("Connection: close")
                    .endsWith("no");
        }
    }

    @Test
    void a_handler_that_reads_more_than_it_wants_refuses_the_request() throws IOException, InterruptedException {
        Handler handler = request -> Answer.text(200, "" + request.body().readAll(3).length);
        try (var probe = Probe.of(handler)) {
            assertThat(probe.says(post(3) + "abc" + post(4) + "abcd"))
                    .contains("200 OK")
                    .contains("HTTP/1.1 413 ")
                    .endsWith("body_too_large");
            assertThat(Probe.Heard.next(probe.heard.refused)).isEqualTo(Refusal.BODY_TOO_LARGE);
            assertThat(probe.heard.failed).isEmpty();
        }
    }

    @Test
    void each_reception_has_its_own_cap() throws IOException {
        Entrance entrance = (head, _) -> new Reception.Handled(
                Probe::echo,
                head.line().path().equals("/post") ? 4 : 0,
                Limits.STANDARD.times().body());
        try (var probe = Probe.of(Limits.STANDARD, entrance)) {
            assertThat(probe.says(post(4) + "abcd" + post(4).replace("/post", "/other")))
                    .contains("POST /post [abcd]")
                    .endsWith("body_too_large");
        }
    }

    @Test
    void no_more_is_read_than_a_window_ahead_of_the_handler() throws IOException, InterruptedException {
        var go = new CountDownLatch(1);
        long size = 256L << 20;
        Handler handler = request -> {
            ExchangesTest.awaitQuietly(go);
            return Answer.text(200, "" + count(request));
        };
        var limits = Limits.STANDARD.withBody(size);
        try (var probe = Probe.of(limits, handler);
                var client = probe.connect()) {
            client.send(post(size));
            var sent = new LinkedBlockingQueue<Long>();
            var sender = Thread.ofVirtual().start(() -> sendAll(client, size, sent));
            // The sender stands still once the buffers of both systems and our window are full.
            long before = -1;
            for (long now = sent.take(); now != before; ) {
                before = now;
                for (Long next = sent.poll(500, TimeUnit.MILLISECONDS);
                        next != null;
                        next = sent.poll(500, TimeUnit.MILLISECONDS)) now = next;
            }
            assertThat(before).isLessThan(64L << 20);
            go.countDown();
            assertThat(client.readTo("" + size)).startsWith("HTTP/1.1 200 OK");
            sender.join();
        }
    }

    private static void sendAll(Raw client, long size, LinkedBlockingQueue<Long> sent) {
        byte[] piece = new byte[1 << 16];
        try {
            for (long at = 0; at < size; at += piece.length) {
                client.socket().getOutputStream().write(piece);
                sent.add(at + piece.length);
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static long count(Request request) {
        byte[] buffer = new byte[10_000];
        long count = 0;
        for (int n = request.body().read(buffer, 0, buffer.length);
                n >= 0;
                n = request.body().read(buffer, 0, buffer.length)) count += n;
        return count;
    }

    @Test
    void a_client_that_asks_is_told_to_go_on_when_the_body_is_wanted() throws IOException {
        try (var probe = Probe.of(Probe::echo);
                var client = probe.connect()) {
            client.send(post(3).replace("\r\n\r\n", "\r\nExpect: 100-Continue\r\n\r\n"));
            assertThat(client.readTo("\r\n\r\n")).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(client.send("abc").readTo("POST /post [abc]")).startsWith("HTTP/1.1 200 OK");
            assertThat(client.send(LAST).readToEnd()).endsWith("GET /last []");
        }
    }

    @Test
    void a_client_that_asks_is_not_told_to_go_on_when_the_answer_is_no() throws IOException {
        try (var probe = Probe.of(_ -> Answer.text(401, "no"))) {
            assertThat(probe.says(post(3).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")))
                    .startsWith("HTTP/1.1 401 Unauthorized")
                    .contains("Connection: close");
        }
    }

    @Test
    void a_client_that_asked_and_did_not_wait_is_not_told() throws IOException {
        try (var probe = Probe.of(Probe::echo)) {
            var asking = post(3).replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n");
            assertThat(probe.says(asking + "abc" + LAST))
                    .startsWith("HTTP/1.1 200 OK")
                    .contains("[abc]");
        }
    }

    @Test
    void bytes_are_read_one_by_one_too() throws IOException {
        Handler handler = request -> Answer.text(
                200,
                "%c%c%c%d"
                        .formatted(
                                request.body().read(),
                                request.body().read(),
                                request.body().read(),
                                request.body().read()));
        try (var probe = Probe.of(handler)) {
            assertThat(probe.says(post(3).replace("Host", "Connection: close\r\nHost") + "abc"))
                    .endsWith("abc-1");
        }
    }

    private static String post(long length) {
        return "POST /post HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n";
    }
}
