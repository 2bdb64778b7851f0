package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// Clients that leave while they are answered.
class ClientGoneTest {

    private static final String GET = "GET /poll HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void a_long_poll_learns_that_its_client_closed() throws IOException, InterruptedException {
        var polls = new LongPolls();
        try (var probe = Probe.of(polls)) {
            try (var client = probe.connect()) {
                client.send(GET);
                assertThat(polls.begun.take().clientGone()).isFalse();
            }

            assertThat(polls.ended.take().clientGone()).isTrue();
        }
    }

    @Test
    void a_long_poll_learns_that_its_connection_was_reset() throws IOException, InterruptedException {
        var polls = new LongPolls();
        try (var probe = Probe.of(polls)) {
            var client = probe.connect().send(GET);
            polls.begun.take();
            client.reset();

            assertThat(polls.ended.take().clientGone()).isTrue();
            assertThat(Probe.Heard.next(probe.heard.finished).end()).isEqualTo(Events.End.CLIENT_GONE);
        }
    }

    @Test
    void a_callback_after_the_client_left_is_called_at_once() throws IOException, InterruptedException {
        var polls = new LongPolls();
        try (var probe = Probe.of(polls)) {
            probe.connect().send(GET).close();
            var request = polls.ended.take();
            var called = new CountDownLatch(1);
            request.onClientGone(called::countDown);

            ExchangesTest.awaitQuietly(called);
        }
    }

    @Test
    void a_client_that_only_ended_its_output_still_gets_its_answers() throws IOException {
        try (var probe = Probe.of(Probe::echo);
                var client = probe.connect()) {
            client.send("GET /1 HTTP/1.1\r\nHost: a\r\n\r\nGET /2 HTTP/1.1\r\nHost: a\r\n\r\n")
                    .endOutput();

            assertThat(client.readToEnd()).containsSubsequence("GET /1 []", "GET /2 []");
        }
    }

    @Test
    void a_head_cut_off_gets_no_answer() throws IOException {
        try (var probe = Probe.of(Probe::echo);
                var client = probe.connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a\r\n").endOutput().readToEnd())
                    .isEmpty();
        }
    }

    @Test
    void a_body_cut_off_is_no_body() throws IOException, InterruptedException {
        var read = new LinkedBlockingQueue<String>();
        Handler handler = request -> {
            try {
                return Answer.text(200, "read " + request.body().readAll(10).length);
            } catch (ClientGone gone) {
                read.add("gone");
                throw gone;
            }
        };
        try (var probe = Probe.of(handler);
                var client = probe.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab")
                    .endOutput();

            assertThat(client.readToEnd()).isEmpty();
            assertThat(read.take()).isEqualTo("gone");
            assertThat(probe.heard.failed).isEmpty();
        }
    }

    @Test
    void a_writer_of_a_stream_learns_that_its_client_closed() throws IOException, InterruptedException {
        Handler handler = _ -> Answer.streamed(200, "text/event-stream", out -> {
            for (int i = 0; i < 10_000_000; i++) {
                out.write('.');
                out.flush();
            }
        });
        try (var probe = Probe.of(handler)) {
            var client = probe.connect();
            client.send(GET).readTo("1\r\n.\r\n");
            client.reset();

            assertThat(Probe.Heard.next(probe.heard.finished).end()).isEqualTo(Events.End.CLIENT_GONE);
            assertThat(probe.heard.failed).isEmpty();
        }
    }

    /// Handlers that answer when their client has left.
    private static final class LongPolls implements Handler {

        final LinkedBlockingQueue<Request> begun = new LinkedBlockingQueue<>();
        final LinkedBlockingQueue<Request> ended = new LinkedBlockingQueue<>();

        @Override
        public Answer answer(Request request) {
            var gone = new CountDownLatch(1);
            request.onClientGone(gone::countDown);
            begun.add(request);
            ExchangesTest.awaitQuietly(gone);
            ended.add(request);
            return Answer.empty(204);
        }
    }
}
