package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// A listener that goes away takes nobody's answer with it.
class DrainTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final Duration LONG = Duration.ofSeconds(30);

    @Test
    void what_is_in_flight_is_answered_and_nobody_is_let_in() throws IOException, InterruptedException {
        var begun = new LinkedBlockingQueue<Request>();
        var go = new CountDownLatch(1);
        Handler handler = request -> {
            begun.add(request);
            ExchangesTest.awaitQuietly(go);
            return Answer.text(200, "done");
        };
        try (var probe = Probe.of(handler);
                var client = probe.connect();
                var idle = probe.connect()) {
            client.send(GET);
            begun.take();
            assertThat(probe.listener().draining()).isFalse();
            var draining = Thread.ofVirtual().start(() -> probe.listener().drain(LONG));

            assertThat(idle.readToEnd()).isEmpty();
            assertThat(probe.listener().draining()).isTrue();
            assertThatThrownBy(probe::connect).isInstanceOf(ConnectException.class);
            go.countDown();
            assertThat(client.readToEnd()).contains("Connection: close").endsWith("done");
            draining.join();
        }
    }

    @Test
    void a_head_that_has_begun_is_read_to_its_end_and_answered() throws IOException, InterruptedException {
        try (var probe = Probe.of(Probe::echo);
                var client = probe.connect();
                var idle = probe.connect()) {
            client.send(GET).readTo("GET / []");
            client.send("GET /half HTTP/1.1\r\n");
            idle.send(GET).readTo("GET / []");
            var draining = Thread.ofVirtual().start(() -> probe.listener().drain(LONG));
            assertThat(idle.readToEnd()).isEmpty();

            assertThat(client.send("Host: a\r\n\r\n").readToEnd())
                    .contains("Connection: close")
                    .endsWith("GET /half []");
            draining.join();
        }
    }

    @Test
    void what_is_not_done_in_time_is_cut_off() throws IOException, InterruptedException {
        var begun = new LinkedBlockingQueue<Request>();
        var gone = new CountDownLatch(1);
        Handler handler = request -> {
            request.onClientGone(gone::countDown);
            begun.add(request);
            ExchangesTest.awaitQuietly(gone);
            return Answer.empty(204);
        };
        try (var probe = Probe.of(handler);
                var client = probe.connect()) {
            client.send(GET);
            begun.take();
            probe.listener().drain(Duration.ofMillis(50));

            assertThat(client.readToEnd()).isEmpty();
            ExchangesTest.awaitQuietly(gone);
        }
    }

    @Test
    void an_address_that_is_taken_is_told() {
        try (var probe = Probe.of(Probe::echo);
                var loops = EventLoops.start(1)) {
            var listening = new Listening(
                    probe.listener().address(),
                    new Protection.Plain(),
                    Limits.STANDARD,
                    refusal -> Answer.empty(refusal.status()),
                    Events.NONE,
                    InstantSource.system());

            assertThatThrownBy(() -> Listener.open(loops, listening, Entrance.to(Probe::echo, Limits.STANDARD)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(probe.port()));
        }
    }
}
