package agentvault.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;

/// One end of a tunnel that stays closed: gives what it reads to the other, no faster than that takes it.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class PassingEnd extends ChannelInboundHandlerAdapter {

    private final Channel other;
    private final Runnable ended;
    private long carried;
    private long moved = System.nanoTime();
    private boolean inputEnded;

    /// @param ended hears that this end is closed
    PassingEnd(Channel other, Runnable ended) {
        this.other = other;
        this.ended = ended;
    }

    long carried() {
        return carried;
    }

    /// When something came last, by the clock that only runs forward.
    long moved() {
        return moved;
    }

    boolean inputEnded() {
        return inputEnded;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        moved = System.nanoTime();
        carried += bytes.readableBytes();
        other.write(bytes);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        other.flush();
        if (!other.isWritable()) ctx.channel().config().setAutoRead(false);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) other.config().setAutoRead(true);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (!(event instanceof ChannelInputShutdownEvent)) return;
        inputEnded = true;
        moved = System.nanoTime();
        if (other instanceof DuplexChannel duplex)
            other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> duplex.shutdownOutput());
    }

    /// What is still to be written to the other end is.
    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        other.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> ended.run());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
