package agentvault.proxy;

import agentvault.address.CanonicalHost;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Stands before the client's end of a tunnel that stays closed until its first bytes came: a TLS greeting goes no
/// further if it names another host than the tunnel's. What begins in another way than TLS does passes.
final class PassingGate extends ChannelInboundHandlerAdapter {

    /// The kind of the record that a greeting comes in.
    private static final byte HANDSHAKE = 22;

    private final CanonicalHost host;
    private final ChannelHandler end;
    private final Runnable refused;

    /// @param refused hears that another host was named
    PassingGate(CanonicalHost host, ChannelHandler end, Runnable refused) {
        this.host = host;
        this.end = end;
        this.refused = refused;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.pipeline().addAfter(ctx.name(), null, end);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        if (bytes.getByte(bytes.readerIndex()) == HANDSHAKE) ctx.pipeline().addAfter(ctx.name(), null, new Named());
        ctx.fireChannelRead(bytes);
        ctx.pipeline().remove(this);
    }

    private final class Named extends Greeting {

        Named() {
            super(host);
        }

        @Override
        void accepted(ChannelHandlerContext ctx) {
            ctx.pipeline().remove(this);
        }

        @Override
        void refused() {
            refused.run();
        }
    }
}
