package agentvault.dial;

import static org.assertj.core.api.Assertions.assertThat;

import agentvault.address.CanonicalHost;
import agentvault.id.Id;
import agentvault.wire.EventLoops;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// Upstreams on one event loop, with names of the test's own.
final class Kit implements AutoCloseable {

    static final Id VAULT = new Id(1, 1);

    private static final Duration CONNECT = Duration.ofMillis(300);
    private static final Duration HANDSHAKE = Duration.ofSeconds(5);
    private static final int SECONDS = 10;

    /// What came of asking for a connection.
    sealed interface Outcome {

        record Connected(Channel channel, boolean reused) implements Outcome {}

        record Failed(DialFailure failure) implements Outcome {}
    }

    final EventLoops loops = EventLoops.start(1);
    final EventLoop loop = loops.next();
    final Guard guard;
    final Map<String, List<String>> names = new ConcurrentHashMap<>();
    final AtomicInteger lookUps = new AtomicInteger();
    final Upstreams upstreams;

    Kit(NetworkRules rules, Route route, List<Path> roots, PoolLimits limits) {
        guard = Guard.of(rules);
        var resolver = new Resolver(this::lookUp, Resolver.Limits.STANDARD, System::nanoTime);
        var tls = new UpstreamTls(roots, HANDSHAKE);
        upstreams = new Upstreams(new Dial.Means(guard, resolver, tls, route, CONNECT, HANDSHAKE), limits);
    }

    static Kit allowing(String... networks) {
        return new Kit(rules(networks), new Route.Direct(), List.of(), PoolLimits.STANDARD);
    }

    static Kit keeping(PoolLimits limits) {
        return new Kit(rules("127.0.0.1"), new Route.Direct(), List.of(), limits);
    }

    static NetworkRules rules(String... networks) {
        return new NetworkRules(
                Arrays.stream(networks)
                        .map(network -> AllowedNetwork.parse(network).orElseThrow())
                        .toList(),
                false);
    }

    private InetAddress[] lookUp(String name) throws UnknownHostException {
        lookUps.incrementAndGet();
        var found = names.get(name);
        if (found == null) throw new UnknownHostException(name);
        return found.stream().map(InetAddress::ofLiteral).toArray(InetAddress[]::new);
    }

    static PoolKey key(String host, int port) {
        return PoolKey.bare(VAULT, new Place(new CanonicalHost(host), port, false));
    }

    static PoolKey secure(String host, int port) {
        return PoolKey.bare(VAULT, new Place(new CanonicalHost(host), port, true));
    }

    Outcome connect(PoolKey key) {
        var outcome = new CompletableFuture<Outcome>();
        loop.execute(() -> upstreams.connect(loop, key, new Upstreams.Listener() {
            @Override
            public void connected(Channel channel, boolean reused) {
                outcome.complete(new Outcome.Connected(channel, reused));
            }

            @Override
            public void failed(DialFailure failure) {
                outcome.complete(new Outcome.Failed(failure));
            }
        }));
        return await(outcome);
    }

    Channel connected(PoolKey key) {
        var outcome = connect(key);
        assertThat(outcome).isInstanceOf(Outcome.Connected.class);
        return ((Outcome.Connected) outcome).channel();
    }

    DialFailure failed(PoolKey key) {
        var outcome = connect(key);
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed) outcome).failure();
    }

    void release(Channel channel) {
        onLoop(() -> {
            upstreams.release(channel);
            return true;
        });
    }

    /// Waits for a task on the event loop, and so for all that was to happen on it before.
    <T> T onLoop(Callable<T> task) {
        var done = new CompletableFuture<T>();
        loop.execute(() -> {
            try {
                done.complete(task.call());
            } catch (Exception e) {
                done.completeExceptionally(e);
            }
        });
        return await(done);
    }

    static void assertCloses(Channel channel) {
        assertThat(channel.closeFuture().awaitUninterruptibly(SECONDS, TimeUnit.SECONDS))
                .as("closes")
                .isTrue();
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        upstreams.close();
        loops.close();
    }
}
