package agentvault.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bodies and events through a whole server, between curl and a server elsewhere.
@Tag("full")
class StreamingThroughServerTest {

    private static final int PIECE = 1024 * 1024;
    private static final long LARGE = 64L * PIECE;
    private static final long HELD_AT_MOST = 16L * PIECE;
    private static final int EVENTS = 5;

    @TempDir
    private Path folder;

    private SiteBehindServer open;
    private final AtomicLong most = new AtomicLong();

    @BeforeEach
    void open() throws Exception {
        open = SiteBehindServer.open(folder);
    }

    @AfterEach
    void close() {
        open.close();
    }

    @Test
    void a_body_that_waits_to_be_asked_for_is_asked_for_by_us() throws Exception {
        var asked = new AtomicBoolean();
        open.site().serve("/asked", exchange -> {
            asked.set(exchange.getRequestHeaders().containsKey("Expect"));
            answer(exchange, exchange.getRequestBody().readAllBytes());
        });

        assertThat(said(open.curl("/asked", "-v", "-H", "Expect: 100-continue", "--data-binary", "the body")))
                .containsSubsequence("HTTP/1.1 200 Connection Established", "HTTP/1.1 100 Continue", "HTTP/1.1 200 OK")
                .contains("the body");
        assertThat(asked).as("the site was asked, too").isFalse();
    }

    @Test
    void a_large_body_goes_out_and_little_of_it_is_held() throws Exception {
        open.site().serve("/up", exchange -> {
            long size = 0;
            byte[] piece = new byte[PIECE];
            for (int read = first(exchange, piece); read > 0; read = first(exchange, piece)) {
                size += read;
                look();
            }
            answer(exchange, Long.toString(size).getBytes(StandardCharsets.US_ASCII));
        });
        var file = folder.resolve("large");
        Files.write(file, new byte[(int) LARGE]);
        long before = held();

        assertThat(said(open.curl("/up", "-T", file.toString()))).isEqualTo(Long.toString(LARGE));
        assertThat(most.get() - before).isLessThan(HELD_AT_MOST);
    }

    @Test
    void a_large_body_comes_back_to_a_slow_client_and_little_of_it_is_held() throws Exception {
        open.site().serve("/down", exchange -> {
            exchange.sendResponseHeaders(200, LARGE);
            byte[] piece = new byte[PIECE];
            for (long left = LARGE; left > 0; left -= PIECE) {
                exchange.getResponseBody().write(piece);
                look();
            }
            exchange.close();
        });
        var file = folder.resolve("large");
        long before = held();

        assertThat(said(open.curl("/down", "--limit-rate", "32M", "-o", file.toString())))
                .isEmpty();
        assertThat(file).hasSize(LARGE);
        assertThat(most.get() - before).isLessThan(HELD_AT_MOST);
    }

    @Test
    void events_come_one_by_one() throws Exception {
        var heard = new Semaphore(0);
        open.site().serve("/events", exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "text/event-stream");
            exchange.sendResponseHeaders(200, 0);
            for (int i = 0; i < EVENTS; i++) {
                exchange.getResponseBody().write(("data: " + i + "\n\n").getBytes(StandardCharsets.US_ASCII));
                exchange.getResponseBody().flush();
                await(heard);
            }
            exchange.close();
        });
        var curl = open.curl("/events", "-N");
        var lines = curl.inputReader(StandardCharsets.US_ASCII);
        for (int i = 0; i < EVENTS; i++) {
            assertThat(lines.readLine()).isEqualTo("data: " + i);
            assertThat(lines.readLine()).isEmpty();
            heard.release();
        }
        assertThat(lines.readLine()).isNull();
        assertThat(curl.waitFor()).isZero();
    }

    /// The next bytes of a body, as many as there may be, or none at its end.
    private static int first(HttpExchange exchange, byte[] piece) throws IOException {
        return exchange.getRequestBody().readNBytes(piece, 0, piece.length);
    }

    private static void answer(HttpExchange exchange, byte[] body) throws IOException {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void await(Semaphore heard) throws IOException {
        try {
            if (!heard.tryAcquire(20, TimeUnit.SECONDS)) throw new IOException("nobody heard it");
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private void look() {
        most.accumulateAndGet(held(), Math::max);
    }

    /// The memory outside the heap that connections have.
    private static long held() {
        return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT)
                .metric()
                .usedDirectMemory();
    }

    private static String said(Process process) throws IOException, InterruptedException {
        var all = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(all).isZero();
        return all;
    }
}
