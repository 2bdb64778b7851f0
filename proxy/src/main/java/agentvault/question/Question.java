package agentvault.question;

import agentvault.crypto.Secret;
import agentvault.dial.DialFailure;
import agentvault.dial.Upstreams;
import agentvault.http.Asked;
import agentvault.http.BodyFramer;
import agentvault.http.Framing;
import agentvault.http.HeadLimits;
import agentvault.http.ResponseHead;
import agentvault.http.ResponseProgress;
import agentvault.http.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// One question on a connection of its own, and its answer. Everything happens on one event loop.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
public final class Question extends ChannelInboundHandlerAdapter implements Upstreams.Listener {

    /// The longest answer that is read.
    public static final int MOST = 64 * 1024;

    private final Wording wording;
    private final Wanted wanted;
    private final CompletableFuture<Reply> reply;
    private final ResponseReader reader = new ResponseReader(HeadLimits.STANDARD, Asked.PLAIN);
    private final byte[] body = new byte[MOST];
    private int length;
    private @Nullable Channel channel;
    private @Nullable ResponseHead head;
    private @Nullable BodyFramer framer;

    /// Writes the request into a buffer that is overwritten when it is out.
    @FunctionalInterface
    public interface Wording {
        void write(ByteBuf out);
    }

    /// How much of an answer is read.
    public enum Wanted {
        WHOLE,
        /// The body, if there is any, is told as an empty one.
        HEAD,
        /// The head alone of what went well; else also the body, as far as it comes and is not too long.
        COMPLAINT
    }

    Question(Wording wording, Wanted wanted, CompletableFuture<Reply> reply) {
        this.wording = wording;
        this.wanted = wanted;
        this.reply = reply;
    }

    @Override
    public void connected(Channel open, boolean reused) {
        channel = open;
        if (reply.isDone()) {
            end(new Reply.None("timeout"));
            return;
        }
        open.pipeline().addLast(this);
        var out = open.alloc().directBuffer();
        try {
            wording.write(out);
        } catch (RuntimeException e) {
            wipe(out);
            end(new Reply.None("internal"));
            throw e;
        }
        open.writeAndFlush(out.retain()).addListener(_ -> wipe(out));
    }

    private static void wipe(ByteBuf out) {
        out.setZero(0, out.capacity());
        out.release();
    }

    @Override
    public void failed(DialFailure failure) {
        end(new Reply.None(failure.name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var bytes = (ByteBuf) message;
        try {
            while (bytes.isReadable() && !reply.isDone()) take(bytes);
        } finally {
            bytes.release();
        }
    }

    private void take(ByteBuf bytes) {
        var view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
        int start = view.position();
        var reading = framer;
        if (reading == null) {
            switch (reader.read(view)) {
                case ResponseProgress.More(), ResponseProgress.Interim _ -> {}
                case ResponseProgress.Refused _ -> end(new Reply.None("unreadable_answer"));
                case ResponseProgress.Whole(var whole) -> begin(whole);
            }
            bytes.skipBytes(view.position() - start);
            return;
        }
        int count = reading.next(view);
        bytes.skipBytes(view.position() - start);
        if (reading.refusal().isPresent()) end(new Reply.None("unreadable_answer"));
        else if (length + count > MOST) tooLong(bytes);
        else {
            bytes.readBytes(body, length, count);
            length += count;
            if (reading.ended()) whole(false);
        }
    }

    private void tooLong(ByteBuf bytes) {
        if (wanted != Wanted.COMPLAINT) {
            end(new Reply.None("answer_too_long"));
            return;
        }
        bytes.readBytes(body, length, MOST - length);
        length = MOST;
        whole(true);
    }

    private void begin(ResponseHead whole) {
        head = whole;
        framer = BodyFramer.of(whole.framing());
        if (whole.switches()) end(new Reply.None("unreadable_answer"));
        else if (framer.ended()) whole(false);
        else if (enough(whole)) whole(true);
    }

    private boolean enough(ResponseHead whole) {
        return switch (wanted) {
            case WHOLE -> false;
            case HEAD -> true;
            case COMPLAINT -> whole.status() < 300;
        };
    }

    private void whole(boolean cut) {
        var known = head;
        if (known == null) return;
        end(new Reply.Whole(known, Secret.take(Arrays.copyOf(body, length)), cut));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        boolean told = head != null && head.framing() instanceof Framing.UntilClose;
        boolean begun = head != null && wanted == Wanted.COMPLAINT;
        if (told || begun) whole(!told);
        else end(new Reply.None("no_answer"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    private void end(Reply what) {
        Arrays.fill(body, (byte) 0);
        if (!reply.complete(what) && what instanceof Reply.Whole(var _, var late, var _)) late.close();
        if (channel != null) channel.close();
    }
}
