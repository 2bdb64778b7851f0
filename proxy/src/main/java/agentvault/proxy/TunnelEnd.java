package agentvault.proxy;

import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/// Our end of a tunnel: says that it is open, and then speaks TLS and nothing else, for the one name that the tunnel
/// was
/// opened to.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class TunnelEnd extends AbstractSniHandler<SslContext> {

    private static final Duration HANDSHAKE = Duration.ofSeconds(10);
    private static final String OPEN = "HTTP/1.1 200 Connection Established\r\n\r\n";

    /// A fatal alert that the name is not known: RFC 8446, 6.2.
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final CanonicalHost host;
    private final SslContext context;
    private final ChannelHandler inside;

    TunnelEnd(CanonicalHost host, SslContext context, ChannelHandler inside) {
        super(HANDSHAKE.toMillis());
        this.host = host;
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

    /// A client that names no host means the one that it opened the tunnel to.
    @Override
    protected Future<SslContext> lookup(ChannelHandlerContext ctx, String named) {
        boolean same = named == null
                || (CanonicalHost.parse(named) instanceof HostResult.Valid(var canonical) && canonical.equals(host));
        return same
                ? ctx.executor().newSucceededFuture(context)
                : ctx.executor().newFailedFuture(new IllegalArgumentException("another name than that of the tunnel"));
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, String named, Future<SslContext> found) {
        if (!found.isSuccess()) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        var tls = found.getNow().newHandler(ctx.alloc());
        tls.setHandshakeTimeoutMillis(HANDSHAKE.toMillis());
        ctx.pipeline().replace(this, null, tls);
    }

    /// What is no TLS, or does not begin in time, is nothing that we carry.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
