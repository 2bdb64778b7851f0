package agentvault.trail;

import agentvault.id.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiConsumer;

/// Writes the fields of a record one after another, growing as needed.
final class FieldWriter {

    private static final int USUAL_RECORD = 384;

    private ByteBuffer buffer = ByteBuffer.allocate(USUAL_RECORD);

    FieldWriter skip(int bytes) {
        room(bytes).position(buffer.position() + bytes);
        return this;
    }

    FieldWriter octet(int value) {
        room(1).put((byte) value);
        return this;
    }

    FieldWriter number(long value) {
        room(Long.BYTES).putLong(value);
        return this;
    }

    FieldWriter text(String value) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        room(Short.BYTES + bytes.length).putShort((short) bytes.length).put(bytes);
        return this;
    }

    FieldWriter id(Id value) {
        room(Id.BYTES).putLong(value.high()).putLong(value.low());
        return this;
    }

    FieldWriter head(Head value) {
        number(value.sequence());
        value.hash().write(room(Hash.BYTES));
        return this;
    }

    <T> FieldWriter list(List<T> values, BiConsumer<FieldWriter, T> each) {
        room(Short.BYTES).putShort((short) values.size());
        for (T value : values) each.accept(this, value);
        return this;
    }

    ByteBuffer written() {
        return buffer.flip();
    }

    private ByteBuffer room(int bytes) {
        if (buffer.remaining() >= bytes) return buffer;
        buffer = ByteBuffer.allocate(2 * (buffer.capacity() + bytes)).put(buffer.flip());
        return buffer;
    }
}
