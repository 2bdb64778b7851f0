package agentvault.wire;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// A port or a file that is listened on, and the connections that came through it.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
public final class Listener implements AutoCloseable {

    private static final int BACKLOG = 1024;
    private static final RequestIds IDS = new RequestIds();

    private final Setup setup;
    private final Crowd crowd;
    private final Optional<SslContext> tls;
    private final Set<Channel> channels = ConcurrentHashMap.newKeySet();
    private @Nullable Channel server;

    private Listener(Listening listening, Entrance entrance) {
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
    }

    /// Listens from now on. Fails with [CannotListen] if the address cannot be had.
    public static Listener open(EventLoops loops, Listening listening, Entrance entrance) {
        var listener = new Listener(listening, entrance);
        var bootstrap = new ServerBootstrap()
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
                        listener.letIn(channel, channel.remoteAddress());
                    }
                });
        return listener.bound(bootstrap, listening.address());
    }

    /// Listens on a file, which nobody but the user whom this process acts for may connect to. Its clients count as
    /// coming from the address of the listening. Fails with [CannotListen] if the file cannot be made, and must not
    /// be called where [EventLoops#listensOnFiles()] denies it.
    public static Listener open(EventLoops loops, SocketFile file, Listening listening, Entrance entrance) {
        var listener = new Listener(listening, entrance);
        var owner = new CompletableFuture<Integer>();
        var bootstrap = new ServerBootstrap()
                .group(loops.group())
                .channel(EpollServerDomainSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.AUTO_READ, false)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<EpollDomainSocketChannel>() {
                    @Override
                    protected void initChannel(EpollDomainSocketChannel channel) throws IOException {
                        listener.letIn(channel, owner.join());
                    }
                });
        listener.bound(bootstrap, new DomainSocketAddress(file.path().toFile()));
        try {
            // Nobody is let in before it is known who may come.
            owner.complete(file.shut());
            listener.server().config().setAutoRead(true);
            listener.server().closeFuture().addListener(_ -> file.remove());
            return listener;
        } catch (RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    private Listener bound(ServerBootstrap bootstrap, SocketAddress address) {
        var bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) throw new CannotListen(address, Objects.requireNonNull(bound.cause()));
        server = bound.channel();
        return this;
    }

    private void letIn(EpollDomainSocketChannel channel, int owner) throws IOException {
        var counted = setup.listening().address();
        if (channel.peerCredentials().uid() == owner) {
            letIn(channel, counted);
            return;
        }
        setup.events().turnedAway(counted, Events.TurnedAway.ANOTHER_USER);
        channel.close();
    }

    private void letIn(DuplexChannel channel, InetSocketAddress from) {
        var peer = new Peer(from, tls.isPresent());
        InetAddress ip = from.getAddress();
        var refused = crowd.enter(ip);
        if (refused.isPresent()) {
            setup.events().turnedAway(from, refused.get());
            channel.close();
            return;
        }
        channels.add(channel);
        setup.events().accepted(from);
        channel.closeFuture().addListener(_ -> {
            channels.remove(channel);
            crowd.leave(ip);
            setup.events().closed(from);
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
        return (InetSocketAddress) server().localAddress();
    }

    /// Whether it no longer lets connections in and closes those there are.
    public boolean draining() {
        return setup.draining().get();
    }

    /// Lets nobody in any more, lets what is being asked be answered, and closes every connection: those that are not
    /// done in the given time without regard.
    public void drain(Duration most) {
        setup.draining().set(true);
        server().close().awaitUninterruptibly();
        for (var channel : channels) {
            var connection = channel.pipeline().get(HttpConnection.class);
            if (connection != null) new Door(connection).drain();
        }
        crowd.awaitEmpty(most);
        channels.forEach(Channel::close);
    }

    private Channel server() {
        return Objects.requireNonNull(server);
    }

    @Override
    public void close() {
        drain(Duration.ZERO);
    }
}
