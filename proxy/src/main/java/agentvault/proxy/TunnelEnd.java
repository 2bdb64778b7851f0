package agentvault.proxy;

import agentvault.address.CanonicalHost;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.SslContext;

/// Our end of a tunnel: says that it is open, and then speaks TLS and nothing else, for the one name that the tunnel
/// was
/// opened to.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class TunnelEnd extends Greeting {

    private static final String OPEN = "HTTP/1.1 200 Connection Established\r\n\r\n";

    private final SslContext context;
    private final ChannelHandler inside;

    TunnelEnd(CanonicalHost host, SslContext context, ChannelHandler inside) {
        super(host);
        this.context = context;
        this.inside = inside;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
        super.handlerAdded(ctx);
        ctx.pipeline().addAfter(ctx.name(), null, inside);
        ctx.channel().config().setAutoRead(true);
        ctx.writeAndFlush(ByteBufUtil.writeAscii(ctx.alloc(), OPEN));
    }

    @Override
    void accepted(ChannelHandlerContext ctx) {
        var tls = context.newHandler(ctx.alloc());
        tls.setHandshakeTimeoutMillis(TIME.toMillis());
        ctx.pipeline().replace(this, null, tls);
    }
}
