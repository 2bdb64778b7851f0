package agentvault.wire;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPromise;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The body of a streamed answer on the handler's thread. One piece is on its way while the next is gathered; a client
/// that does not take it makes the writer wait, until the connection cuts the client off.
final class AnswerStream extends OutputStream {

    private static final int PIECE = 16 * 1024;
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Door door;
    private final Exchange exchange;
    private final boolean chunked;
    private final ByteArrayOutputStream gathered = new ByteArrayOutputStream();
    private @Nullable ChannelPromise onItsWay;

    /// @param chunked or the body ends where the connection does
    AnswerStream(Door door, Exchange exchange, boolean chunked) {
        this.door = door;
        this.exchange = exchange;
        this.chunked = chunked;
    }

    @Override
    public void write(int b) {
        gathered.write(b);
        if (gathered.size() >= PIECE) flush();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        int at = offset;
        for (int left = length; left > 0; ) {
            int count = Math.min(left, PIECE - gathered.size());
            gathered.write(bytes, at, count);
            at += count;
            left -= count;
            if (gathered.size() == PIECE) flush();
        }
    }

    @Override
    public void flush() {
        awaitPrevious();
        if (gathered.size() == 0) return;
        byte[] piece = gathered.toByteArray();
        gathered.reset();
        send(chunked ? chunk(piece) : piece, piece.length);
    }

    /// Ends the body. Nothing does if the writer fails: the client sees that it was cut short.
    void finish() {
        flush();
        awaitPrevious();
        door.finish(exchange, chunked ? LAST_CHUNK : new byte[0]);
    }

    private void send(byte[] bytes, int ofBody) {
        onItsWay = door.write(exchange, Unpooled.wrappedBuffer(bytes), ofBody);
    }

    private void awaitPrevious() {
        var promise = onItsWay;
        if (promise == null) return;
        promise.awaitUninterruptibly();
        onItsWay = null;
        if (!promise.isSuccess()) throw new ClientGone();
    }

    private static byte[] chunk(byte[] piece) {
        byte[] size = Integer.toHexString(piece.length).getBytes(StandardCharsets.US_ASCII);
        byte[] all = new byte[size.length + piece.length + 2 * LINE_END.length];
        System.arraycopy(size, 0, all, 0, size.length);
        System.arraycopy(LINE_END, 0, all, size.length, LINE_END.length);
        System.arraycopy(piece, 0, all, size.length + LINE_END.length, piece.length);
        System.arraycopy(LINE_END, 0, all, all.length - LINE_END.length, LINE_END.length);
        return all;
    }
}
