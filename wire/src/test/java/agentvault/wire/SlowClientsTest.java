package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Clients that take their time, or come in crowds: each is cut off by a limit, and the others do not notice.
class SlowClientsTest {

    private static final Duration SOON = Duration.ofMillis(300);
    private static final Duration NEVER = Duration.ofMinutes(5);
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @Test
    void what_comes_after_the_last_answer_is_dropped_and_not_without_end() throws Exception {
        var times = Limits.STANDARD.times();
        var limits = Limits.STANDARD.withTimes(new Limits.Times(
                times.handshake(), times.head(), times.body(), times.write(), times.idle(), Duration.ofMinutes(5)));
        try (var probe = Probe.of(limits, Probe::echo);
                var client = probe.connect()) {
            client.send("nonsense\r\n" + "x".repeat(1 << 20)).readTo("Connection: close");
            assertThat(probe.heard.closed).isEmpty();

            Thread.ofVirtual().start(() -> sendWithoutEnd(client));
            Probe.Heard.next(probe.heard.closed);
        }
    }

    private static void sendWithoutEnd(Raw client) {
        try {
            while (true) client.send("x".repeat(1 << 16));
        } catch (IOException e) {
            // It is cut off.
        }
    }

    @Test
    void a_connection_that_asks_nothing_is_closed() throws IOException {
        try (var probe = Probe.of(limits(NEVER, SOON, NEVER, NEVER), Probe::echo)) {
            assertThat(probe.says("")).isEmpty();
        }
    }

    @Test
    void a_head_that_does_not_end_is_refused_however_steadily_it_comes() throws IOException, InterruptedException {
        try (var probe = Probe.of(limits(NEVER, SOON, NEVER, NEVER), Probe::echo);
                var client = probe.connect()) {
            client.send("GET / HTTP/1.1\r\n");
            var dripping = drip(client, "X: a\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").endsWith("request_timeout");
            dripping.join();
        }
    }

    @Test
    void a_connection_that_is_done_with_asking_is_closed() throws IOException {
        try (var probe = Probe.of(limits(SOON, NEVER, NEVER, NEVER), Probe::echo)) {
            assertThat(probe.says(GET)).endsWith("GET / []");
        }
    }

    @Test
    void the_time_of_a_head_begins_anew_with_each_request() throws IOException {
        try (var probe = Probe.of(limits(NEVER, SOON, NEVER, NEVER), Probe::echo);
                var client = probe.connect()) {
            client.send(GET).readTo("GET / []");

            assertThat(client.send("G").readToEnd()).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void a_body_that_does_not_end_in_its_time_is_refused() throws IOException, InterruptedException {
        try (var probe = Probe.of(limits(NEVER, NEVER, SOON, NEVER), Probe::echo)) {
            assertThat(probe.says("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nab"))
                    .startsWith("HTTP/1.1 408 ")
                    .endsWith("body_timeout");
            assertThat(Probe.Heard.next(probe.heard.finished).status()).isEqualTo(408);
        }
    }

    @Test
    void a_body_that_comes_too_slowly_is_refused() throws IOException, InterruptedException {
        var limits = limits(NEVER, NEVER, NEVER, NEVER).withPace(new Limits.Pace(1_000_000, SOON));
        try (var probe = Probe.of(limits, Probe::echo);
                var client = probe.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000000\r\n\r\n");
            var dripping = drip(client, "x");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 408 ").endsWith("body_too_slow");
            dripping.join();
        }
    }

    @Test
    void a_handler_that_reads_slowly_is_not_held_against_the_client() throws IOException {
        var go = new CountDownLatch(1);
        var limits = limits(NEVER, NEVER, SOON, NEVER).withPace(new Limits.Pace(1_000_000, Duration.ofMillis(50)));
        Handler handler = request -> {
            ExchangesTest.awaitQuietly(go);
            return Answer.text(200, "" + request.body().readAll(1 << 20).length);
        };
        try (var probe = Probe.of(limits, handler);
                var client = probe.connect();
                var other = probe.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
            // By the time this one is cut off, the other's time would be over, too.
            assertThat(other.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\n")
                            .readToEnd())
                    .contains(" 408 ");
            go.countDown();

            assertThat(client.readTo("100000")).startsWith("HTTP/1.1 200 OK");
        }
    }

    @Test
    void a_client_that_does_not_take_an_answer_is_cut_off() throws IOException, InterruptedException {
        var limits = limits(NEVER, NEVER, NEVER, SOON);
        var large = "x".repeat(64 << 20);
        try (var probe = Probe.of(limits, _ -> Answer.text(200, large));
                var client = probe.connect()) {
            client.send(GET);

            assertThat(Probe.Heard.next(probe.heard.finished).end()).isEqualTo(Events.End.CUT);
            Probe.Heard.next(probe.heard.closed);
        }
    }

    @Test
    void a_client_that_takes_a_stream_too_slowly_is_cut_off_and_the_writer_learns_it()
            throws IOException, InterruptedException {
        var limits = limits(NEVER, NEVER, NEVER, NEVER).withPace(new Limits.Pace(1024, SOON));
        var learned = new CountDownLatch(1);
        Handler handler = _ -> Answer.streamed(200, "text/plain", out -> {
            try {
                for (int i = 0; i < 1_000_000; i++) out.write(new byte[1024]);
            } catch (ClientGone gone) {
                learned.countDown();
                throw gone;
            }
        });
        try (var probe = Probe.of(limits, handler);
                var client = probe.connect()) {
            client.send(GET);

            assertThat(Probe.Heard.next(probe.heard.finished).end()).isEqualTo(Events.End.CUT);
            ExchangesTest.awaitQuietly(learned);
        }
    }

    @Test
    void a_stream_may_be_silent_for_longer_than_any_write() throws IOException {
        var limits = limits(NEVER, NEVER, NEVER, Duration.ofMillis(50))
                .withPace(new Limits.Pace(1 << 20, Duration.ofMillis(50)));
        var go = new CountDownLatch(1);
        Handler handler = _ -> Answer.streamed(200, "text/plain", out -> {
            out.write('a');
            out.flush();
            ExchangesTest.awaitQuietly(go);
            out.write('b');
        });
        var short300 = limits(NEVER, SOON, NEVER, NEVER);
        try (var probe = Probe.of(limits, handler);
                var clock = Probe.of(short300, Probe::echo);
                var client = probe.connect()) {
            client.send(GET).readTo("1\r\na\r\n");
            assertThat(clock.says("")).isEmpty();
            go.countDown();

            assertThat(client.readTo("0\r\n\r\n")).startsWith("1\r\nb");
        }
    }

    @Test
    void the_last_answer_arrives_though_the_client_still_sends() throws IOException {
        try (var probe = Probe.of(Limits.STANDARD.withBody(10), Probe::echo);
                var client = probe.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));

            assertThat(client.readToEnd()).endsWith("body_too_large");
        }
    }

    @Test
    void after_the_last_answer_a_client_is_not_listened_to_for_long() throws IOException, InterruptedException {
        var times = Limits.STANDARD.times();
        var limits = Limits.STANDARD.withTimes(
                new Limits.Times(times.handshake(), times.head(), times.body(), times.write(), times.idle(), SOON));
        try (var probe = Probe.of(limits, Probe::echo);
                var client = probe.connect()) {
            client.send("rubbish\r\n");
            var dripping = drip(client, "x");

            Probe.Heard.next(probe.heard.closed);
            dripping.join();
        }
    }

    @Test
    void no_more_connections_are_let_in_than_there_may_be() throws IOException, InterruptedException {
        var limits = Limits.STANDARD.withCrowd(new Limits.Crowd(3, 10));
        try (var probe = Probe.of(limits, Probe::echo)) {
            var inside = new ArrayList<Raw>();
            for (int i = 0; i < 3; i++) inside.add(greeted(probe));
            assertTurnedAway(probe);
            assertThat(Probe.Heard.next(probe.heard.turnedAway)).isEqualTo(Events.TurnedAway.TOO_MANY_CONNECTIONS);

            inside.getFirst().close();
            Probe.Heard.next(probe.heard.closed);
            inside.add(greeted(probe));
            for (var client : inside) client.close();
        }
    }

    @Test
    void one_address_cannot_take_every_place() throws IOException, InterruptedException {
        var limits = Limits.STANDARD.withCrowd(new Limits.Crowd(10, 2));
        try (var probe = Probe.of(limits, Probe::echo);
                var first = greeted(probe);
                var second = greeted(probe)) {
            assertTurnedAway(probe);
            assertThat(Probe.Heard.next(probe.heard.turnedAway)).isEqualTo(Events.TurnedAway.TOO_MANY_FROM_ADDRESS);

            var elsewhere = InetAddress.getByName("127.0.0.2");
            try (var other = new Raw(new Socket("127.0.0.1", probe.port(), elsewhere, 0))) {
                assertThat(other.send(GET).readTo("GET / []")).contains("200 OK");
            }
            assertThat(first.send(GET).readTo("GET / []")).contains("200 OK");
            assertThat(second.send(GET).readTo("GET / []")).contains("200 OK");
        }
    }

    @Test
    void hundreds_of_stalled_connections_do_not_hold_up_others() throws IOException, InterruptedException {
        try (var probe = Probe.of(Limits.STANDARD, Probe::echo)) {
            var stalled = new ArrayList<Raw>();
            for (int i = 0; i < 300; i++) stalled.add(probe.connect().send("POST / HTTP/1.1\r\nHost: a\r\nContent-"));
            for (int i = 0; i < 100; i++)
                assertThat(greeted(probe).socket().isConnected()).isTrue();
            assertThat(probe.heard.refused).isEmpty();
            for (var client : stalled) client.close();
        }
    }

    private static Raw greeted(Probe probe) throws IOException {
        var client = probe.connect();
        client.send(GET).readTo("GET / []");
        return client;
    }

    private static void assertTurnedAway(Probe probe) {
        // The connection may be reset before or after the request is written.
        assertThatThrownBy(() -> greeted(probe).close()).isInstanceOfAny(IOException.class, AssertionError.class);
    }

    /// Sends a little, again and again, until the other side has enough.
    private static Thread drip(Raw client, String drop) {
        return Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    client.send(drop);
                    Thread.sleep(5);
                }
            } catch (IOException | InterruptedException _) {
                // It has.
            }
        });
    }

    private static Limits limits(Duration idle, Duration head, Duration body, Duration write) {
        return Limits.STANDARD
                .withTimes(new Limits.Times(NEVER, head, body, write, idle, Duration.ofSeconds(2)))
                .withPace(new Limits.Pace(0, Duration.ofMillis(100)))
                .withBody(1 << 20);
    }
}
