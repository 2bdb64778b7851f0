package agentvault.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import agentvault.http.Headers;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// What is asked and answered on a connection, to the byte.
class ExchangesTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

    @Test
    void an_answer_is_a_status_its_headers_a_date_and_a_length() throws IOException {
        Handler handler = _ -> Answer.text(201, "made").with("X-Answer", "1");
        try (var probe = Probe.of(handler)) {
            assertThat(probe.says(LAST))
                    .matches(String.join(
                            "\r\n",
                            "HTTP/1.1 201 Created",
                            "Content-Type: text/plain; charset=utf-8",
                            "X-Answer: 1",
                            "Date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT",
                            "Content-Length: 4",
                            "Connection: close",
                            "",
                            "made"));
        }
    }

    @Test
    void a_request_arrives_as_it_was_sent() throws IOException, InterruptedException {
        var seen = new LinkedBlockingQueue<Request>();
        Handler handler = request -> {
            seen.add(request);
            return Answer.empty(204);
        };
        try (var probe = Probe.of(handler)) {
            probe.says(Probe.request(
                    "GET /a%20b/../c?d=%41&e HTTP/1.1",
                    "Host: LocalHost.:81", "X-One: 1 \t2\t ", "x-one:", "X-Text: caf\u00e9", "Connection: close"));
        }

        var request = seen.take();
        assertThat(request.path()).isEqualTo("/a%20b/../c");
        assertThat(request.query()).isEqualTo("d=%41&e");
        assertThat(request.target()).isEqualTo("/a%20b/../c?d=%41&e");
        assertThat(request.authority().text()).isEqualTo("localhost:81");
        assertThat(request.headers().all("X-ONE")).containsExactly("1 \t2", "");
        assertThat(request.headers().first("x-text")).contains("caf\u00e9");
        assertThat(request.headers().has("absent")).isFalse();
        assertThat(request.peer().getAddress().isLoopbackAddress()).isTrue();
        assertThat(request.secure()).isFalse();
        assertThat(request.id()).startsWith("req_");
    }

    @Test
    void neither_a_request_nor_its_headers_print_what_may_be_secret() throws IOException, InterruptedException {
        var seen = new LinkedBlockingQueue<String>();
        Handler handler = request -> {
            seen.add(request + " " + request.headers() + " " + request.headers().fields());
            return Answer.empty(204);
        };
        try (var probe = Probe.of(handler)) {
            probe.says(Probe.request(
                    "GET /invite/hush?token=hush HTTP/1.1",
                    "Host: a",
                    "Authorization: Bearer hush",
                    "Cookie: hush",
                    "Connection: close"));
        }

        assertThat(seen.take()).contains("GET").contains("Authorization").doesNotContain("hush");
    }

    @Test
    void a_url_as_target_means_its_path_and_its_host() throws IOException {
        Handler handler =
                request -> Answer.text(200, request.authority() + " " + request.path() + " " + request.query());
        try (var probe = Probe.of(handler)) {
            assertThat(probe.says("GET HTTP://A.example?q HTTP/1.1\r\nHost: a.example:80\r\nConnection: close\r\n\r\n"))
                    .endsWith("\r\n\r\na.example:80 / q");
        }
    }

    @Test
    void pipelined_requests_are_answered_one_after_another() throws IOException {
        try (var probe = Probe.of(Probe::echo)) {
            var answers = probe.says("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy" + GET + LAST);

            assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(4);
            assertThat(answers).containsSubsequence("POST /1 [xy]", "GET / []", "GET /last []");
        }
    }

    @Test
    void the_next_request_waits_until_the_one_before_is_answered() throws IOException, InterruptedException {
        var started = new LinkedBlockingQueue<String>();
        var go = new CountDownLatch(1);
        Handler handler = request -> {
            started.add(request.path());
            if (request.path().equals("/first")) awaitQuietly(go);
            return Answer.text(200, request.path());
        };
        try (var probe = Probe.of(handler);
                var client = probe.connect()) {
            client.send("GET /first HTTP/1.1\r\nHost: a\r\n\r\n" + LAST);
            assertThat(started.take()).isEqualTo("/first");
            assertThat(started).isEmpty();
            go.countDown();

            assertThat(client.readToEnd()).containsSubsequence("/first", "/last");
        }
    }

    @Test
    void a_connection_stays_open_for_more_until_somebody_says_close() throws IOException {
        try (var probe = Probe.of(_ -> Answer.text(200, "."));
                var client = probe.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(GET).readTo("\r\n\r\n.")).doesNotContain("Connection");
            }
            assertThat(client.send(LAST).readToEnd()).contains("Connection: close");
        }
    }

    @Test
    void head_gets_the_head_of_the_answer_alone() throws IOException {
        try (var probe = Probe.of(_ -> Answer.text(200, "twelve bytes"))) {
            assertThat(probe.says("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + LAST.replace("GET", "HEAD")))
                    .contains("Content-Length: 12\r\n")
                    .doesNotContain("twelve");
        }
    }

    @Test
    void no_content_and_not_modified_have_no_body_and_no_length() throws IOException {
        try (var probe = Probe.of(request -> Answer.text(Integer.parseInt(request.query()), "body"))) {
            var answers = probe.says(Probe.request("GET /?204 HTTP/1.1", "Host: a")
                    + Probe.request("GET /?304 HTTP/1.1", "Host: a", "Connection: close"));

            assertThat(answers)
                    .contains(" 204 ", " 304 ")
                    .doesNotContain("Content-Length")
                    .doesNotContain("body");
        }
    }

    @Test
    void chunks_become_a_body_and_extensions_and_trailers_are_dropped() throws IOException {
        try (var probe = Probe.of(Probe::echo)) {
            assertThat(probe.says("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
                            + "3;a=\"b\"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nAuthorization: x\r\nHost: b\r\n\r\n"
                            + LAST))
                    .contains("POST / [abc0123456789]")
                    .contains("GET /last []");
        }
    }

    @Test
    void http_1_0_is_answered_and_closed() throws IOException {
        try (var probe = Probe.of(_ -> Answer.streamed(200, "text/plain", out -> out.write('x')))) {
            assertThat(probe.says("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n"))
                    .contains("Connection: close")
                    .doesNotContain("chunked")
                    .endsWith("\r\n\r\nx");
        }
    }

    @Test
    void a_stream_comes_as_chunks_as_they_are_flushed() throws IOException {
        var go = new CountDownLatch(1);
        Handler handler = _ -> Answer.streamed(200, "text/event-stream", out -> {
            out.write("one".getBytes(US_ASCII));
            out.flush();
            awaitQuietly(go);
            out.write("three".getBytes(US_ASCII));
        });
        try (var probe = Probe.of(handler);
                var client = probe.connect()) {
            assertThat(client.send(GET).readTo("3\r\none\r\n")).contains("Transfer-Encoding: chunked");
            go.countDown();
            assertThat(client.readTo("5\r\nthree\r\n0\r\n\r\n")).hasSize(15);
            assertThat(client.send(LAST).readTo("3\r\none\r\n")).contains("200 OK");
        }
    }

    @Test
    void a_stream_that_breaks_is_seen_to_be_cut_short() throws IOException, InterruptedException {
        Handler handler = _ -> Answer.streamed(200, "text/plain", out -> {
            out.write('x');
            out.flush();
            throw new IOException("the disk is gone");
        });
        try (var probe = Probe.of(handler)) {
            assertThat(probe.says(GET)).endsWith("1\r\nx\r\n");
            assertThat(Probe.Heard.next(probe.heard.failed)).hasMessage("the disk is gone");
            assertThat(Probe.Heard.next(probe.heard.finished).end()).isEqualTo(Events.End.BROKEN);
        }
    }

    @Test
    void a_large_answer_arrives_whole() throws IOException {
        var large = "0123456789abcdef".repeat(1 << 18);
        try (var probe = Probe.of(request -> request.path().equals("/last")
                ? Answer.text(200, large)
                : Answer.streamed(200, "text/plain", out -> out.write(large.getBytes(US_ASCII))))) {
            assertThat(probe.says(LAST)).endsWith("\r\n\r\n" + large);
            assertThat(probe.says(GET.replace("1.1", "1.0"))).endsWith("\r\n\r\n" + large);
        }
    }

    @Test
    void a_failing_handler_is_an_internal_error_without_its_message() throws IOException, InterruptedException {
        Handler handler = _ -> {
            throw new IllegalStateException("at 10.0.0.7");
        };
        try (var probe = Probe.of(handler)) {
            assertThat(probe.says(GET)).startsWith("HTTP/1.1 500 ").endsWith("internal_error");
            assertThat(Probe.Heard.next(probe.heard.failed)).hasMessage("at 10.0.0.7");
        }
    }

    @Test
    void answers_cannot_be_split() {
        assertThat(catchThrowable(() -> Answer.empty(200).with("Location", "/\r\nSet-Cookie: a=b")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> Headers.of("X\r\nY", "a"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> Answer.empty(200).with("content-length", "3")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void an_exchange_is_told_with_its_status_and_bytes() throws IOException, InterruptedException {
        try (var probe = Probe.of(_ -> Answer.text(404, "nothing here"))) {
            probe.says(LAST);

            var told = Probe.Heard.next(probe.heard.finished);
            assertThat(told.request().path()).isEqualTo("/last");
            assertThat(told.status()).isEqualTo(404);
            assertThat(told.bytes()).isEqualTo(12);
            assertThat(told.end()).isEqualTo(Events.End.SENT);
            assertThat(Probe.Heard.next(probe.heard.accepted)).isEqualTo(Probe.Heard.next(probe.heard.closed));
        }
    }

    @Test
    void everything_works_without_natives() throws IOException {
        try (var probe = Probe.portable(Probe::echo)) {
            assertThat(probe.says("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nxy" + LAST))
                    .containsSubsequence("POST /1 [xy]", "GET /last []");
        }
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) throw new AssertionError("not in 10 seconds");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
