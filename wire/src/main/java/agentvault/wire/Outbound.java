package agentvault.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// Writes to a channel, and cuts off a client that does not take what is written: too little in a grace period, or an
/// answer not in its time. Belongs to an event loop.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class Outbound {

    private static final int COPIED = 16 * 1024;
    private static final byte[] NO_BYTES = {};

    private final DuplexChannel channel;
    private final Setup setup;
    private final Limits limits;
    private final Runnable cut;
    private final Deadline deadline;
    private boolean pending;
    private boolean whole;
    private long queued;
    private long moved;
    private long answerStart;
    private long periodStart;

    Outbound(DuplexChannel channel, Setup setup, Runnable cut) {
        this.channel = channel;
        this.setup = setup;
        this.limits = setup.limits();
        this.cut = cut;
        this.deadline = new Deadline(channel.eventLoop(), this::look);
    }

    /// Writes an answer that must be taken in its time.
    ChannelPromise whole(Answer answer, boolean bodiless, boolean keepsAlive) {
        whole = true;
        answerStart = System.nanoTime();
        byte[] body = answer.body() instanceof Answer.Whole there ? there.bytes : NO_BYTES;
        var framing = answer.bodiless() ? "" : HeadWriter.length(body.length);
        var head = setup.heads().write(channel.alloc(), answer, framing, keepsAlive);
        if (bodiless) return write(head, channel.newPromise());
        if (body.length <= COPIED) return write(head.writeBytes(body), channel.newPromise());
        write(head, channel.newPromise());
        return write(Unpooled.wrappedBuffer(body), channel.newPromise());
    }

    /// Writes the head of an answer that may take as long as its writer likes.
    ChannelPromise streamHead(Answer answer, boolean chunked, boolean keepsAlive) {
        whole = false;
        var framing = chunked ? HeadWriter.chunked() : "";
        return write(setup.heads().write(channel.alloc(), answer, framing, keepsAlive), channel.newPromise());
    }

    /// Tells the client that it may send the body.
    void goOn() {
        write(HeadWriter.goOn(channel.alloc()), channel.newPromise());
    }

    ChannelPromise write(ByteBuf bytes, ChannelPromise written) {
        queued += bytes.readableBytes();
        channel.writeAndFlush(bytes, written.addListener(_ -> settle()));
        if (!pending && waiting() > 0) {
            pending = true;
            period();
        }
        return written;
    }

    /// Nothing more is written: the other side is told, and what it still sends is dropped.
    void end() {
        stop();
        channel.pipeline().addFirst(new Leftovers());
        // TLS may be in the middle of what it reads: that is not the moment to end it.
        channel.eventLoop().execute(this::close);
    }

    private void close() {
        var tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) channel.shutdownOutput();
        else tls.closeOutbound().addListener(_ -> channel.shutdownOutput());
    }

    void stop() {
        deadline.stop();
    }

    private void settle() {
        if (waiting() > 0) return;
        pending = false;
        deadline.never();
    }

    private void period() {
        moved = queued - waiting();
        periodStart = System.nanoTime();
        var left = limits.times().write().minusNanos(periodStart - answerStart);
        var grace = limits.pace().grace();
        deadline.in(whole && left.compareTo(grace) < 0 ? left : grace);
    }

    private void look() {
        long now = System.nanoTime();
        boolean late = whole && now - answerStart >= limits.times().write().toNanos();
        if (late || limits.pace().missedBy(queued - waiting() - moved, now - periodStart)) cut.run();
        else period();
    }

    /// The bytes that the system has not taken yet.
    private long waiting() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null || buffer.isEmpty()
                ? 0
                : Math.max(1, buffer.totalPendingWriteBytes() - buffer.currentProgress());
    }
}
