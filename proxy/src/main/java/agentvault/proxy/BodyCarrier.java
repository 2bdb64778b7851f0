package agentvault.proxy;

import agentvault.http.BodyFramer;
import agentvault.http.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.util.function.Consumer;

/// Takes a body from one side to the other as its bytes come: out of the frames it came in, into those it goes in.
@SuppressWarnings("FutureReturnValueIgnored") // what fails also closes the channel, which is heard
final class BodyCarrier {

    private final BodyFramer framer;
    private final boolean chunks;
    private final Consumer<ByteBuf> listener;
    private boolean open;
    private long carried;

    /// @param chunks whether it goes in chunks
    BodyCarrier(Framing framing, boolean chunks) {
        this(framing, chunks, _ -> {});
    }

    /// @param listener is shown every piece before the other side is
    BodyCarrier(Framing framing, boolean chunks, Consumer<ByteBuf> listener) {
        this.framer = BodyFramer.of(framing);
        this.chunks = chunks;
        this.listener = listener;
        this.open = !framer.ended();
    }

    boolean ended() {
        return !open;
    }

    boolean broken() {
        return framer.refusal().isPresent();
    }

    /// The bytes of the body so far.
    long carried() {
        return carried;
    }

    /// Writes what is there of the body, without a flush; what comes after the body is left.
    void carry(ByteBuf from, Channel to) {
        while (open && from.isReadable() && !broken()) {
            var view = from.internalNioBuffer(from.readerIndex(), from.readableBytes());
            int start = view.position();
            int count = framer.next(view);
            from.skipBytes(view.position() - start);
            if (count > 0) write(from.readRetainedSlice(count), to);
            if (framer.ended()) end(to);
        }
    }

    /// The other side ended the body by closing.
    void close(Channel to) {
        if (open) end(to);
    }

    private void write(ByteBuf piece, Channel to) {
        carried += piece.readableBytes();
        listener.accept(piece);
        if (!chunks) {
            to.write(piece);
            return;
        }
        to.write(ByteBufUtil.writeAscii(to.alloc(), Integer.toHexString(piece.readableBytes()) + "\r\n"));
        to.write(piece);
        to.write(ByteBufUtil.writeAscii(to.alloc(), "\r\n"));
    }

    private void end(Channel to) {
        open = false;
        if (chunks) to.write(ByteBufUtil.writeAscii(to.alloc(), "0\r\n\r\n"));
    }
}
