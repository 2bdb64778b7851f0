package agentvault.proxy;

import agentvault.dial.Upstreams;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/// The other end of an exchange: a connection that the exchange has to itself, from its head until it lets go. It hears
/// of it as a handler in the connection's pipeline.
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class UpstreamLink extends ChannelInboundHandlerAdapter {

    private final Relaying exchange;
    private final Upstreams upstreams;
    private final Channel channel;
    private final boolean reused;
    private boolean wentOut;

    /// @param reused whether others used the connection before
    UpstreamLink(Relaying exchange, Upstreams upstreams, Channel channel, boolean reused) {
        this.exchange = exchange;
        this.upstreams = upstreams;
        this.channel = channel;
        this.reused = reused;
    }

    Channel channel() {
        return channel;
    }

    /// Writes the head and listens, or says why that cannot be: then the connection is as it was, and given back.
    @Nullable
    Trouble begin(Verdict.Forward verdict) {
        var trouble = Injection.send(verdict.plan(), verdict.warrant(), channel, well -> {
            wentOut |= well;
            if (!well) channel.close();
        });
        if (trouble == null) channel.pipeline().addLast(this);
        else upstreams.release(channel);
        return trouble;
    }

    /// Whether it had been closed while it was idle: nothing of the request arrived.
    boolean stale() {
        return reused && !wentOut;
    }

    /// Gives the connection up.
    ///
    /// @param good whether somebody else may use it
    void letGo(boolean good) {
        if (channel.pipeline().context(this) != null) channel.pipeline().remove(this);
        channel.config().setAutoRead(true);
        if (good) upstreams.release(channel);
        else upstreams.discard(channel);
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
