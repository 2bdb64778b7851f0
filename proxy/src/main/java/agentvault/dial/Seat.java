package agentvault.dial;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;

/// One connection, as the handler that watches it: while nobody uses it, anything that comes on it ends it. Handlers
/// of ours stand before it, those of its user after it.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class Seat extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<Seat> OF_CHANNEL = AttributeKey.valueOf(Seat.class, "seat");

    private enum State {
        OPENING,
        IN_USE,
        IDLE,
        ENDED
    }

    private final Shelf shelf;
    private final Shelf.Row row;
    private final Channel channel;
    private final long epoch;
    private final long born;
    private long idleSince;
    private State state = State.OPENING;

    /// @param epoch the guard's, when the address was judged
    Seat(Shelf shelf, PoolKey key, Channel channel, long epoch) {
        this.shelf = shelf;
        this.row = shelf.row(key, channel);
        this.channel = channel;
        this.epoch = epoch;
        this.born = shelf.now();
        channel.attr(OF_CHANNEL).set(this);
    }

    static Seat of(Channel channel) {
        var seat = channel.attr(OF_CHANNEL).get();
        if (seat == null) throw new IllegalArgumentException("not a connection that was opened here");
        return seat;
    }

    Shelf.Row row() {
        return row;
    }

    Channel channel() {
        return channel;
    }

    Shelf shelf() {
        return shelf;
    }

    long epoch() {
        return epoch;
    }

    long born() {
        return born;
    }

    long idleSince() {
        return idleSince;
    }

    /// Lets a handler of ours see the bytes before this one.
    void precede(ChannelHandler handler) {
        channel.pipeline().addBefore(channel.pipeline().context(this).name(), null, handler);
    }

    /// Lets what comes through to whoever uses the connection, if it is still good.
    boolean occupy() {
        boolean good = channel.isActive() && (state == State.OPENING || state == State.IDLE);
        state = good ? State.IN_USE : State.ENDED;
        return good;
    }

    /// Takes out the handlers that came after, and watches from now on.
    void vacate() {
        var pipeline = channel.pipeline();
        while (pipeline.last() != this) pipeline.removeLast();
        idleSince = shelf.now();
        state = State.IDLE;
        channel.config().setAutoRead(true);
    }

    boolean inUse() {
        return state == State.IN_USE;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (inUse()) {
            ctx.fireChannelRead(message);
            return;
        }
        ReferenceCountUtil.release(message);
        end();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (inUse()) ctx.fireChannelInactive();
        else end();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (inUse()) ctx.fireUserEventTriggered(event);
        else if (event instanceof SslCloseCompletionEvent || event instanceof ChannelInputShutdownEvent) end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (inUse()) ctx.fireExceptionCaught(cause);
        else end();
    }

    private void end() {
        state = State.ENDED;
        shelf.forget(this);
        channel.close();
    }
}
