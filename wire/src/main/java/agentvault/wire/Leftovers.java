package agentvault.wire;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Drops what still comes on a connection whose last answer is out: closed with bytes that nobody read, it would be
/// reset, and the answer lost with it. Stands before TLS, which has ended for both sides. Only so much is dropped.
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a connection
final class Leftovers extends ChannelInboundHandlerAdapter {

    private static final long MOST = 4 * 1024 * 1024;

    private long dropped;

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        dropped += bytes.readableBytes();
        bytes.release();
        if (dropped > MOST) ctx.close();
    }
}
