package agentvault.dial;

import agentvault.wire.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/// Opens a connection to the first of a few addresses that takes it: the only place where a socket connects.
///
/// @param time how long each address may take
/// @param seats makes the handler of a new channel
@SuppressWarnings("FutureReturnValueIgnored") // listened to where it matters
record Tcp(
        EventLoop loop,
        Duration time,
        Function<Channel, Seat> seats,
        Consumer<Seat> connected,
        Consumer<DialFailure> failed) {

    void open(List<IpAddress> addresses, int port) {
        var bootstrap = new Bootstrap()
                .group(loop)
                .channel(EventLoops.socketChannel(loop))
                .disableResolver()
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) time.toMillis())
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(seats.apply(channel));
                    }
                });
        attempt(bootstrap, addresses, port);
    }

    private void attempt(Bootstrap bootstrap, List<IpAddress> addresses, int port) {
        bootstrap
                .connect(new InetSocketAddress(Addresses.of(addresses.getFirst()), port))
                .addListener((ChannelFuture done) -> {
                    if (done.isSuccess()) connected.accept(Seat.of(done.channel()));
                    else if (addresses.size() > 1) attempt(bootstrap, addresses.subList(1, addresses.size()), port);
                    else failed.accept(reason(done.cause()));
                });
    }

    private static DialFailure reason(Throwable cause) {
        return cause instanceof ConnectTimeoutException ? DialFailure.CONNECT_TIMEOUT : DialFailure.UNREACHABLE;
    }
}
