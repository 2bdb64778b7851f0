package agentvault.dial;

import static java.nio.charset.StandardCharsets.US_ASCII;

import agentvault.http.Asked;
import agentvault.http.HeadLimits;
import agentvault.http.ResponseProgress;
import agentvault.http.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks another proxy to open the way, and takes itself out when it is open.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class ProxyHandshake extends ChannelInboundHandlerAdapter {

    /// What the other proxy said.
    enum Answer {
        OPEN,
        REFUSED,
        /// It wants another login: no other address changes that.
        UNKNOWN_LOGIN
    }

    private static final int LOGIN_WANTED = 407;

    private final String target;
    private final Route.Login login;
    private final Duration time;
    private final Consumer<Answer> then;
    private final ResponseReader reader = new ResponseReader(HeadLimits.RESPONSE, Asked.CONNECT);
    private @Nullable Future<?> timer;
    private boolean answered;

    /// @param target the host and the port that it is asked for
    ProxyHandshake(String target, Route.Login login, Duration time, Consumer<Answer> then) {
        this.target = target;
        this.login = login;
        this.time = time;
        this.then = then;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        timer = ctx.executor().schedule(() -> answer(ctx, Answer.REFUSED), time.toMillis(), TimeUnit.MILLISECONDS);
        byte[] request = request();
        ctx.writeAndFlush(Unpooled.wrappedBuffer(request)).addListener(_ -> Arrays.fill(request, (byte) 0));
    }

    private byte[] request() {
        byte[] start = ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n").getBytes(US_ASCII);
        return switch (login) {
            case Route.Login.None() -> joined(start, "\r\n".getBytes(US_ASCII));
            case Route.Login.Basic(var secret) ->
                secret.reveal(bytes -> {
                    byte[] encoded = Base64.getEncoder().encode(bytes);
                    try {
                        byte[] name = "Proxy-Authorization: Basic ".getBytes(US_ASCII);
                        return joined(start, name, encoded, "\r\n\r\n".getBytes(US_ASCII));
                    } finally {
                        Arrays.fill(encoded, (byte) 0);
                    }
                });
        };
    }

    private static byte[] joined(byte[]... parts) {
        var all = Unpooled.wrappedBuffer(parts);
        byte[] bytes = new byte[all.readableBytes()];
        all.readBytes(bytes);
        return bytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var bytes = (ByteBuf) message;
        try {
            var in = bytes.nioBuffer();
            while (!answered && in.hasRemaining()) hear(ctx, in);
        } finally {
            bytes.release();
        }
    }

    private void hear(ChannelHandlerContext ctx, ByteBuffer in) {
        switch (reader.read(in)) {
            case ResponseProgress.More(), ResponseProgress.Interim _ -> {}
            case ResponseProgress.Refused _ -> answer(ctx, Answer.REFUSED);
            case ResponseProgress.Whole(var head) -> {
                // Whoever speaks before being spoken to is not the server that was asked for.
                boolean open = head.status() / 100 == 2 && !in.hasRemaining();
                if (open) answer(ctx, Answer.OPEN);
                else answer(ctx, head.status() == LOGIN_WANTED ? Answer.UNKNOWN_LOGIN : Answer.REFUSED);
            }
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        answer(ctx, Answer.REFUSED);
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        answer(ctx, Answer.REFUSED);
    }

    private void answer(ChannelHandlerContext ctx, Answer what) {
        if (answered) return;
        answered = true;
        if (timer != null) timer.cancel(false);
        ctx.pipeline().remove(this);
        then.accept(what);
    }
}
