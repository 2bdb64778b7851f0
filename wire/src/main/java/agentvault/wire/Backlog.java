package agentvault.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.nio.ByteBuffer;
import java.util.function.Function;

/// The bytes that came and were not looked at yet. Holds no memory while there are none.
final class Backlog {

    private ByteBuf bytes = Unpooled.EMPTY_BUFFER;

    void add(ByteBufAllocator memory, ByteBuf more) {
        bytes = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(memory, bytes, more);
    }

    boolean isEmpty() {
        return !bytes.isReadable();
    }

    int size() {
        return bytes.readableBytes();
    }

    /// Shows all bytes; those that are stepped over are gone.
    <T> T show(Function<ByteBuffer, T> reader) {
        var view = bytes.internalNioBuffer(bytes.readerIndex(), bytes.readableBytes());
        int from = view.position();
        var result = reader.apply(view);
        bytes.skipBytes(view.position() - from);
        return result;
    }

    byte[] take(int count) {
        byte[] taken = new byte[count];
        bytes.readBytes(taken);
        return taken;
    }

    ByteBuf takeAll() {
        var all = bytes;
        bytes = Unpooled.EMPTY_BUFFER;
        return all;
    }

    void drop() {
        takeAll().release();
    }
}
