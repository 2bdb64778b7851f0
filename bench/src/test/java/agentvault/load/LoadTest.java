package agentvault.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import agentvault.address.CanonicalHost;
import agentvault.ca.ThrowAwayFiles;
import agentvault.keys.SystemRandomness;
import agentvault.wire.Answer;
import agentvault.wire.Entrance;
import agentvault.wire.EventLoops;
import agentvault.wire.Events;
import agentvault.wire.Limits;
import agentvault.wire.Listener;
import agentvault.wire.Listening;
import agentvault.wire.Protection;
import agentvault.wire.Request;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    @TempDir
    Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private final EventLoops loops = EventLoops.start(1);
    private final Load load = new Load();
    private Listener listener;

    @BeforeEach
    void listen() {
        var files = ThrowAwayFiles.write(folder, new CanonicalHost("localhost"), new SystemRandomness(), Instant.now());
        var listening = new Listening(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new Protection.Tls(files.chain(), files.key()),
                Limits.STANDARD,
                refusal -> Answer.text(refusal.status(), refusal.code()),
                Events.NONE,
                Clock.systemUTC());
        listener = Listener.open(loops, listening, Entrance.to(this::answer, Limits.STANDARD));
    }

    private Answer answer(Request request) {
        int number = asked.incrementAndGet();
        boolean refused = request.path().equals("/every-other") && number % 2 == 0;
        return Answer.text(refused ? 401 : 200, "number " + number);
    }

    @AfterEach
    void stop() {
        load.close();
        listener.close();
        loops.close();
    }

    private Trip trip(String path) {
        return new Trip(
                listener.address(),
                "",
                "localhost",
                "GET " + path + " HTTP/1.1\r\nHost: localhost:"
                        + listener.address().getPort() + "\r\n\r\n");
    }

    @Test
    void counts_what_was_answered_on_connections_that_stay_open() {
        try (var lines = load.open(Collections.nCopies(3, trip("/")))) {
            var tally = lines.run(2, SHORT);

            assertThat(tally.errors()).isEmpty();
            assertThat(tally.answers()).isEqualTo(asked.get() - 3).isPositive();
            assertThat(tally.micros(100))
                    .isGreaterThanOrEqualTo(tally.micros(50))
                    .isPositive();
            assertThat(tally.rate()).isPositive();
        }
    }

    @Test
    void counts_what_was_answered_on_new_connections() {
        var tally = load.fresh(() -> trip("/"), 2, SHORT);

        assertThat(tally.errors()).isEmpty();
        assertThat(tally.answers()).isEqualTo(asked.get()).isPositive();
    }

    @Test
    void an_answer_that_is_no_200_is_an_error() {
        var tally = load.fresh(() -> trip("/every-other"), 1, SHORT);

        assertThat(tally.errors()).containsOnlyKeys("answered 401");
        assertThat(tally.errors().get("answered 401")).isEqualTo(asked.get() / 2);
        assertThat(tally.answers()).isEqualTo(asked.get() - asked.get() / 2);
    }

    @Test
    void a_connection_that_does_not_open_ends_the_attempt() {
        listener.close();

        assertThatThrownBy(() -> load.open(List.of(trip("/")))).hasMessageContaining("not connected");
    }
}
