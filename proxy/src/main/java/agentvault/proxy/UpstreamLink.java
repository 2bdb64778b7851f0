package agentvault.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// The other end of an exchange, in the pipeline of its connection while the exchange is under way.
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class UpstreamLink extends ChannelInboundHandlerAdapter {

    private final Relaying exchange;

    UpstreamLink(Relaying exchange) {
        this.exchange = exchange;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        exchange.fromUpstream((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        exchange.fromUpstreamAll();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        exchange.upstreamWritable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        exchange.upstreamClosed();
    }

    /// What happened to the connection is seen when it closes.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
