package agentvault.crypto;

import agentvault.id.Id;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;

/// The one encoding of values that are authenticated: AADs, row seals, digests. Every field carries its type and
/// length,
/// so no two different field lists have the same bytes. It is written, compared and hashed, never parsed.
public final class Canonical {

    private static final byte TEXT = 1;
    private static final byte BYTES = 2;
    private static final byte NUMBER = 3;
    private static final byte FLAG = 4;
    private static final byte LIST = 5;
    private static final byte ABSENT = 6;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream(256);

    private Canonical() {}

    /// Starts an encoding for one purpose; the label keeps purposes apart, the version keeps their revisions apart.
    public static Canonical of(String label, int version) {
        return new Canonical().text(label).number(version);
    }

    public Canonical text(String value) {
        if (!FreeText.wellFormed(value)) throw new IllegalArgumentException("half a pair has no encoding of its own");
        return field(TEXT, value.getBytes(StandardCharsets.UTF_8));
    }

    public Canonical bytes(byte[] value) {
        return field(BYTES, value);
    }

    public Canonical id(Id value) {
        return bytes(value.bytes());
    }

    public Canonical number(long value) {
        return field(NUMBER, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    public Canonical flag(boolean value) {
        return field(FLAG, new byte[] {(byte) (value ? 1 : 0)});
    }

    public <T> Canonical maybe(Optional<T> value, BiConsumer<Canonical, T> present) {
        if (value.isEmpty()) return field(ABSENT, new byte[0]);
        present.accept(this, value.get());
        return this;
    }

    public <T> Canonical list(Collection<T> values, BiConsumer<Canonical, T> each) {
        field(LIST, ByteBuffer.allocate(Integer.BYTES).putInt(values.size()).array());
        values.forEach(value -> each.accept(this, value));
        return this;
    }

    public byte[] bytes() {
        return out.toByteArray();
    }

    private Canonical field(byte type, byte[] content) {
        out.write(type);
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(content.length).array());
        out.writeBytes(content);
        return this;
    }
}
