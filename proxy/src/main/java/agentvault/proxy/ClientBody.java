package agentvault.proxy;

import agentvault.http.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;

/// What comes from the client after the head: the body, held until there is somebody to take it, and what follows it.
final class ClientBody {

    private static final int MOST_HELD = 64 * 1024;

    private final Framing framing;
    private BodyCarrier carrier;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private ByteBuf kept = Unpooled.EMPTY_BUFFER;
    private boolean keeps;
    private boolean touched;

    ClientBody(Framing framing) {
        this.framing = framing;
        this.carrier = carrier(framing);
    }

    private static BodyCarrier carrier(Framing framing) {
        return new BodyCarrier(framing, framing instanceof Framing.Chunked);
    }

    /// From now on what goes is kept as well, as long as it is not much.
    void keep() {
        keeps = !touched;
    }

    /// Whether all of it has gone, and could go once more.
    boolean repeatable() {
        return keeps && ended();
    }

    /// As if nothing of it had gone.
    void repeat() {
        keeps = false;
        touched = false;
        carrier = carrier(framing);
        if (!kept.isReadable()) return;
        kept.writeBytes(held);
        held.release();
        held = kept;
        kept = Unpooled.EMPTY_BUFFER;
    }

    void hold(ByteBuf bytes) {
        held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(bytes.alloc(), held, bytes);
    }

    /// Takes the body on as far as it is there, and says whether it is one.
    boolean carry(Channel to) {
        if (ended() || !held.isReadable()) return true;
        touched = true;
        int start = held.readerIndex();
        carrier.carry(held, to);
        if (keeps) keep(start);
        if (carrier.broken()) return false;
        to.flush();
        return true;
    }

    private void keep(int start) {
        int count = held.readerIndex() - start;
        keeps = kept.readableBytes() + count <= MOST_HELD;
        if (keeps) kept = (kept.isReadable() ? kept : held.alloc().buffer(count)).writeBytes(held, start, count);
        else forget();
    }

    private void forget() {
        kept.release();
        kept = Unpooled.EMPTY_BUFFER;
    }

    boolean ended() {
        return carrier.ended();
    }

    boolean empty() {
        return !held.isReadable();
    }

    boolean full() {
        return held.readableBytes() > MOST_HELD;
    }

    /// Whether something of it is gone.
    boolean touched() {
        return touched;
    }

    long carried() {
        return carrier.carried();
    }

    /// Hands over what is held.
    ByteBuf take() {
        forget();
        var all = held;
        held = Unpooled.EMPTY_BUFFER;
        return all;
    }
}
