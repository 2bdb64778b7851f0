package agentvault.proxy;

import agentvault.http.Framing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.ByteToMessageDecoder;

/// What comes from the client after the head: the body, held until there is somebody to take it, and what follows it.
final class ClientBody {

    private static final int MOST_HELD = 64 * 1024;

    private final BodyCarrier carrier;
    private ByteBuf held = Unpooled.EMPTY_BUFFER;
    private boolean touched;

    ClientBody(Framing framing) {
        carrier = new BodyCarrier(framing, framing instanceof Framing.Chunked);
    }

    void hold(ByteBuf bytes) {
        held = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(bytes.alloc(), held, bytes);
    }

    /// Takes the body on as far as it is there, and says whether it is one.
    boolean carry(Channel to) {
        if (ended() || !held.isReadable()) return true;
        touched = true;
        carrier.carry(held, to);
        if (carrier.broken()) return false;
        to.flush();
        return true;
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
        var all = held;
        held = Unpooled.EMPTY_BUFFER;
        return all;
    }
}
