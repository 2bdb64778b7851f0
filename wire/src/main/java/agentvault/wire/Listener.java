package agentvault.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// A port that is listened on, and the connections that came through it.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
public final class Listener implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final RequestIds IDS = new RequestIds();

    private final Setup setup;
    private final Crowd crowd;
    private final Optional<SslContext> tls;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private final Channel server;

    private Listener(EventLoops loops, Listening listening, Entrance entrance) {
        this.setup = new Setup(
                listening,
                entrance,
                new HeadWriter(new DateHeader(listening.clock())),
                IDS,
                Thread.ofVirtual().name("request-", 0)::start,
                new AtomicBoolean());
        this.crowd = new Crowd(listening.limits().crowd());
        this.tls = switch (listening.protection()) {
            case Protection.Plain() -> Optional.empty();
            case Protection.Tls files -> Optional.of(TlsContext.of(files));
        };
        this.server = bind(loops, listening.address());
    }

    /// Listens from now on. Fails with an [UncheckedIOException] if the address cannot be had.
    public static Listener open(EventLoops loops, Listening listening, Entrance entrance) {
        return new Listener(loops, listening, entrance);
    }

    private Channel bind(EventLoops loops, InetSocketAddress address) {
        var bound = new ServerBootstrap()
                .group(loops.group())
                .channel(loops.serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        letIn(channel);
                    }
                })
                .bind(address)
                .awaitUninterruptibly();
        if (bound.isSuccess()) return bound.channel();
        throw new UncheckedIOException(new IOException("cannot listen on " + address, bound.cause()));
    }

    private void letIn(SocketChannel channel) {
        var peer = new Peer(channel.remoteAddress(), tls.isPresent());
        var ip = peer.address().getAddress();
        var refused = crowd.enter(ip);
        if (refused.isPresent()) {
            setup.events().turnedAway(peer.address(), refused.get());
            channel.close();
            return;
        }
        channels.add(channel);
        setup.events().accepted(peer.address());
        channel.closeFuture().addListener(_ -> {
            channels.remove(channel);
            crowd.leave(ip);
            setup.events().closed(peer.address());
        });
        tls.ifPresent(context -> {
            var handler = context.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(setup.limits().times().handshake().toMillis());
            channel.pipeline().addLast(handler);
        });
        channel.pipeline().addLast(new HttpConnection(setup, peer, channel));
    }

    /// Where it listens: with the port that was taken if it was to be a free one.
    public InetSocketAddress address() {
        return (InetSocketAddress) server.localAddress();
    }

    /// Whether it no longer lets connections in and closes those there are.
    public boolean draining() {
        return setup.draining().get();
    }

    /// Lets nobody in any more, lets what is being asked be answered, and closes every connection: those that are not
    /// done in the given time without regard.
    public void drain(Duration most) {
        setup.draining().set(true);
        server.close().awaitUninterruptibly();
        for (var channel : channels) {
            var connection = channel.pipeline().get(HttpConnection.class);
            if (connection != null) new Door(connection).drain();
        }
        crowd.awaitEmpty(most);
        channels.forEach(Channel::close);
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
    }
}
