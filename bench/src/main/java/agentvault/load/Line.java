package agentvault.load;

import agentvault.wire.EventLoops;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import org.jspecify.annotations.Nullable;

/// One connection: through a tunnel if the trip leads through one, TLS within, one request at a time.
@SuppressWarnings("FutureReturnValueIgnored") // a connection that does not take what is written is lost, which is told
final class Line extends ChannelInboundHandlerAdapter {

    /// Hears what becomes of a line, on its event loop: that it is open, then answers, and in the end at most one loss.
    interface Listener {
        void opened(Line line);

        void answered(Line line, int status);

        void lost(Line line, String why);
    }

    /// Makes Netty keep no TLS session: each line shakes hands in full.
    private static final int NO_SESSION = -1;

    private final Trip trip;
    private final SslContext tls;
    private final Answer answer = new Answer();
    private final long begun = System.nanoTime();
    private Listener listener;
    private @Nullable Channel channel;
    private boolean inTunnel;
    private boolean ended;

    /// When the last request was written, in nanoseconds.
    private long asked;

    private Line(Trip trip, SslContext tls, Listener listener) {
        this.trip = trip;
        this.tls = tls;
        this.listener = listener;
        this.inTunnel = trip.connect().isEmpty();
    }

    static void open(EventLoop loop, Trip trip, SslContext tls, Listener listener) {
        var line = new Line(trip, tls, listener);
        new Bootstrap()
                .group(loop)
                .channel(EventLoops.socketChannel(loop))
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(line)
                .connect(trip.dialled())
                .addListener((ChannelFuture done) -> {
                    if (!done.isSuccess()) line.lose("not connected: " + done.cause());
                });
    }

    Trip trip() {
        return trip;
    }

    /// When it was begun to be opened, in nanoseconds.
    long begun() {
        return begun;
    }

    long asked() {
        return asked;
    }

    /// Another one hears from now on.
    void tell(Listener other) {
        listener = other;
    }

    void ask() {
        if (ended) {
            listener.lost(this, "closed while it rested");
            return;
        }
        asked = System.nanoTime();
        write(trip.request());
    }

    void close() {
        ended = true;
        if (channel != null) channel.close();
    }

    private void write(String head) {
        if (channel != null) channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), head));
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context.channel();
        if (inTunnel) speakTls(context.channel());
        else write(trip.connect());
    }

    private void speakTls(Channel on) {
        var handler = tls.newHandler(on.alloc(), trip.name(), NO_SESSION);
        on.pipeline().addFirst(handler);
        handler.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) listener.opened(this);
            else lose("no TLS: " + done.cause());
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        int status = answer.take((ByteBuf) message);
        if (status == Answer.UNFINISHED) return;
        if (inTunnel) {
            listener.answered(this, status);
        } else if (status == Tally.OK) {
            inTunnel = true;
            speakTls(context.channel());
        } else {
            lose("no tunnel: " + status);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        answer.drop();
        lose("closed by the other end");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        lose(cause.toString());
    }

    private void lose(String why) {
        if (ended) return;
        close();
        listener.lost(this, why);
    }
}
