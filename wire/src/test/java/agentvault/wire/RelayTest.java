package agentvault.wire;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.http.TargetForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Connections that are lent to a relay for an exchange.
class RelayTest {

    private static final String LENT = "GET /lent HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String HANDLED = "GET /handled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String EMPTY = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

    @Test
    void a_connection_goes_from_relay_to_handler_and_back() throws IOException {
        try (var probe = probe(lease -> {
                    write(lease, EMPTY);
                    lease.giveBack(Unpooled.EMPTY_BUFFER, true);
                });
                var client = probe.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.send(LENT).readTo("\r\n\r\n")).isEqualTo(EMPTY);
                assertThat(client.send(HANDLED).readTo("]")).endsWith("GET /handled []");
            }
        }
    }

    @Test
    void what_was_pipelined_behind_a_lent_exchange_is_answered_after_it() throws IOException {
        try (var probe = Probe.of(Limits.STANDARD, (head, _) -> new Reception.Lent(new Ending()));
                var client = probe.connect()) {
            client.send(LENT + "three" + LENT + "three");
            assertThat(client.readTo("three")).isEqualTo(EMPTY + "three");
            assertThat(client.readTo("three")).isEqualTo(EMPTY + "three");
        }
    }

    @Test
    void a_lease_that_is_not_given_back_to_be_kept_ends_the_connection() throws IOException {
        try (var probe = probe(lease -> {
                    write(lease, EMPTY);
                    lease.giveBack(Unpooled.EMPTY_BUFFER, false);
                });
                var client = probe.connect()) {
            assertThat(client.send(LENT).readToEnd()).isEqualTo(EMPTY);
        }
    }

    @Test
    void a_handler_that_answers_instead_sees_the_request_and_keeps_the_connection() throws IOException {
        try (var probe = probe(lease -> lease.answer(Probe::echo, Unpooled.EMPTY_BUFFER));
                var client = probe.connect()) {
            assertThat(client.send("POST /lent HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody")
                            .readTo("]"))
                    .endsWith("POST /lent [body]");
            assertThat(client.send(HANDLED).readTo("]")).endsWith("GET /handled []");
        }
    }

    @Test
    void an_answer_that_is_the_last_one_ends_the_connection() throws IOException {
        try (var probe = probe(lease -> lease.answerLast(Answer.text(502, "gone")))) {
            assertThat(probe.says(LENT))
                    .startsWith("HTTP/1.1 502")
                    .contains("Connection: close")
                    .endsWith("gone");
        }
    }

    @Test
    void a_relay_hears_that_its_client_sends_no_more_and_that_the_connection_has_ended() throws Exception {
        var left = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        try (var probe = Probe.of(Limits.STANDARD, (head, _) -> new Reception.Lent(new Waiting(begun, left)))) {
            try (var client = probe.connect()) {
                client.send(LENT);
                assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            }
            assertThat(left.await(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static Probe probe(Consumer<Lease> work) {
        Entrance entrance = (head, _) ->
                head.line().form() == TargetForm.ORIGIN && head.line().path().equals("/lent")
                        ? new Reception.Lent(new Working(work))
                        : new Reception.Handled(Probe::echo, 0, Duration.ofSeconds(1));
        return Probe.of(Limits.STANDARD, entrance);
    }

    private static void write(Lease lease, String text) {
        lease.channel()
                .writeAndFlush(ByteBufUtil.writeAscii(lease.channel().alloc(), text))
                .addListener(_ -> {});
    }

    /// Does nothing by itself.
    private static class Idle implements Relay {

        @Override
        public void begin(Lease lease) {}

        @Override
        public void received(ByteBuf bytes) {
            bytes.release();
        }

        @Override
        public void receivedAll() {}

        @Override
        public void inputEnded() {}

        @Override
        public void writabilityChanged() {}

        @Override
        public void left() {}
    }

    private static final class Working extends Idle {

        private final Consumer<Lease> work;

        Working(Consumer<Lease> work) {
            this.work = work;
        }

        @Override
        public void begin(Lease lease) {
            work.accept(lease);
        }
    }

    private static final class Waiting extends Idle {

        private @Nullable Lease lease;
        private final CountDownLatch begun;
        private final CountDownLatch left;

        Waiting(CountDownLatch begun, CountDownLatch left) {
            this.begun = begun;
            this.left = left;
        }

        @Override
        public void begin(Lease given) {
            lease = given;
            begun.countDown();
        }

        @Override
        public void inputEnded() {
            Objects.requireNonNull(lease).channel().close().addListener(_ -> {});
        }

        @Override
        public void left() {
            left.countDown();
        }
    }

    /// Takes five bytes as the request's body, sends them back, and returns the rest.
    private static final class Ending extends Idle {

        private @Nullable Lease lease;

        @Override
        public void begin(Lease given) {
            lease = given;
        }

        @Override
        public void received(ByteBuf bytes) {
            var given = Objects.requireNonNull(lease);
            var five = bytes.readSlice(5).toString(StandardCharsets.US_ASCII);
            write(given, EMPTY + five);
            given.giveBack(bytes, true);
        }
    }
}
