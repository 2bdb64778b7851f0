package agentvault.trail;

import agentvault.id.Id;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/// Reads what [FieldWriter] wrote, and nothing else. Bytes that it would not have written end in an
/// [IllegalArgumentException] or a [BufferUnderflowException]; [EntryCodec#read] is the one place that sees them.
final class FieldReader {

    private final ByteBuffer buffer;

    FieldReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    int octet() {
        return Byte.toUnsignedInt(buffer.get());
    }

    long number() {
        return buffer.getLong();
    }

    String text() {
        return text(Bounds.TEXT_BYTES);
    }

    String text(int most) {
        int length = Short.toUnsignedInt(buffer.getShort());
        if (length > most) throw new IllegalArgumentException("a text is too long");
        if (length > buffer.remaining()) throw new BufferUnderflowException();
        int from = buffer.arrayOffset() + buffer.position();
        buffer.position(buffer.position() + length);
        String text = new String(buffer.array(), from, length, StandardCharsets.UTF_8);
        if (!ascii(from, length)) onlyOneSpelling(text, from, length);
        return text;
    }

    Id id() {
        return new Id(number(), number());
    }

    Head head() {
        return new Head(number(), Hash.read(buffer));
    }

    <T> List<T> list(int most, Function<FieldReader, T> each) {
        int size = Short.toUnsignedInt(buffer.getShort());
        if (size > most) throw new IllegalArgumentException("a list is too long");
        var values = new ArrayList<T>(size);
        for (int i = 0; i < size; i++) values.add(each.apply(this));
        return values;
    }

    void end() {
        if (buffer.hasRemaining()) throw new IllegalArgumentException("a record is longer than its fields");
    }

    private boolean ascii(int from, int length) {
        for (int i = from; i < from + length; i++) {
            if (buffer.array()[i] < 0) return false;
        }
        return true;
    }

    /// Malformed UTF-8 becomes replacement characters, which have other bytes.
    private void onlyOneSpelling(String text, int from, int length) {
        byte[] again = text.getBytes(StandardCharsets.UTF_8);
        if (!Arrays.equals(again, 0, again.length, buffer.array(), from, from + length)) {
            throw new IllegalArgumentException("a text is not UTF-8");
        }
    }
}
