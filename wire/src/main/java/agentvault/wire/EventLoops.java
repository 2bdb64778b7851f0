package agentvault.wire;

import io.netty.channel.EventLoop;
import io.netty.channel.IoEventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The threads that all connections of a server share: native epoll on Linux, NIO elsewhere. Close it after the
/// listeners.
public final class EventLoops implements AutoCloseable {

    private static final int SHUTDOWN_SECONDS = 5;

    private final MultiThreadIoEventLoopGroup group;
    private final Class<? extends ServerSocketChannel> serverChannel;

    private EventLoops(MultiThreadIoEventLoopGroup group, Class<? extends ServerSocketChannel> serverChannel) {
        this.group = group;
        this.serverChannel = serverChannel;
    }

    public static EventLoops start(int threads) {
        var named = new DefaultThreadFactory("wire", true);
        return Epoll.isAvailable()
                ? new EventLoops(
                        new MultiThreadIoEventLoopGroup(threads, named, EpollIoHandler.newFactory()),
                        EpollServerSocketChannel.class)
                : startPortable(threads);
    }

    /// Without natives, on any system.
    static EventLoops startPortable(int threads) {
        var named = new DefaultThreadFactory("wire", true);
        return new EventLoops(
                new MultiThreadIoEventLoopGroup(threads, named, NioIoHandler.newFactory()),
                NioServerSocketChannel.class);
    }

    /// Whether files can be listened on: with native epoll alone, which tells who connects.
    public boolean listensOnFiles() {
        return serverChannel == EpollServerSocketChannel.class;
    }

    /// One of the loops, for what comes from no connection: each in turn.
    public EventLoop next() {
        return group.next();
    }

    /// The kind of connection that can be opened on a loop of ours.
    public static Class<? extends SocketChannel> socketChannel(EventLoop loop) {
        boolean epoll = loop instanceof IoEventLoop io && io.isIoType(EpollIoHandler.class);
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    MultiThreadIoEventLoopGroup group() {
        return group;
    }

    Class<? extends ServerSocketChannel> serverChannel() {
        return serverChannel;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, SHUTDOWN_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly();
    }
}
