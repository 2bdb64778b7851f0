package agentvault.load;

import agentvault.wire.EventLoops;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/// The load generator: one thread, BoringSSL, and no look at the certificates it is shown, so that it takes as little
/// as
/// it can of the machine it shares with what it measures.
public final class Load implements AutoCloseable {

    /// Beyond the time of a run, for what is still under way.
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final EventLoops loops = EventLoops.start(1);
    private final EventLoop loop = loops.next();
    private final SslContext tls = tls();

    private static SslContext tls() {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.OPENSSL)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm("")
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("a client speaks TLS", e);
        }
    }

    /// Connections that are open, and are asked on by one run at a time.
    public final class Lines implements AutoCloseable {

        private final List<Line> lines;

        private Lines(Collection<Line> lines) {
            this.lines = new ArrayList<>(lines);
        }

        /// Asks on so many of them at once, each in turn, each again when it has answered.
        public Tally run(int atOnce, Duration time) {
            var asking = new Asking(lines, Load.this::open, atOnce, time);
            loop.execute(asking::start);
            return await(asking.over(), time);
        }

        @Override
        public void close() {
            await(CompletableFuture.runAsync(() -> lines.forEach(Line::close), loop), Duration.ZERO);
        }
    }

    /// Opens one connection for each trip and asks once on it, some at a time; all of them must answer well.
    public Lines open(List<Trip> trips) {
        var opening = new Opening(trips, this::open);
        loop.execute(opening::start);
        return new Lines(await(opening.over(), PATIENCE));
    }

    /// Opens a connection, asks once, closes it and begins again with the next trip: so many at the same time.
    public Tally fresh(Supplier<Trip> trips, int atOnce, Duration time) {
        var coming = new Coming(trips, this::open, atOnce, time);
        loop.execute(coming::start);
        return await(coming.over(), time);
    }

    private void open(Trip trip, Line.Listener listener) {
        Line.open(loop, trip, tls, listener);
    }

    private static <T> T await(CompletableFuture<T> over, Duration time) {
        try {
            return over.get(time.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for answers", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("what was asked is not answered", e);
        }
    }

    @Override
    public void close() {
        loops.close();
    }
}
