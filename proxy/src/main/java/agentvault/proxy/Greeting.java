package agentvault.proxy;

import agentvault.address.CanonicalHost;
import agentvault.address.HostResult;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.concurrent.Future;
import java.time.Duration;

/// Waits for the TLS greeting of a client in a tunnel, and lets it on if it names the host that the tunnel was opened
/// to, or none. It is held until it is whole: so many bytes, and so long.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
abstract class Greeting extends AbstractSniHandler<Boolean> {

    static final Duration TIME = Duration.ofSeconds(10);

    private static final int LARGEST = 16 * 1024;

    /// A fatal alert that the name is not known: RFC 8446, 6.2.
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    private final CanonicalHost host;

    Greeting(CanonicalHost host) {
        super(LARGEST, TIME.toMillis());
        this.host = host;
    }

    /// The greeting may go on: to whatever takes this handler's place.
    abstract void accepted(ChannelHandlerContext ctx);

    /// The greeting names another host; the connection is being closed.
    void refused() {}

    /// What is no greeting has none within either: servers differ in what they skip before one.
    @Override
    protected final Future<Boolean> lookup(ChannelHandlerContext ctx, ByteBuf greeting) throws Exception {
        return greeting == null
                ? ctx.executor().newFailedFuture(new NotSslRecordException("no greeting"))
                : super.lookup(ctx, greeting);
    }

    @Override
    protected final Future<Boolean> lookup(ChannelHandlerContext ctx, String named) {
        boolean fits = named == null
                || (CanonicalHost.parse(named) instanceof HostResult.Valid(var canonical) && canonical.equals(host));
        return ctx.executor().newSucceededFuture(fits);
    }

    @Override
    protected final void onLookupComplete(ChannelHandlerContext ctx, String named, Future<Boolean> fits) {
        if (!fits.isSuccess()) {
            ctx.close();
            return;
        }
        if (fits.getNow()) {
            accepted(ctx);
            return;
        }
        refused();
        ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME)).addListener(ChannelFutureListener.CLOSE);
    }

    /// What is no greeting, too large, or does not come in time.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }
}
