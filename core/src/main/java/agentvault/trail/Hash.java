package agentvault.trail;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// A SHA-256 value.
public record Hash(long first, long second, long third, long fourth) {

    public static final int BYTES = 32;

    /// What the first record of a chain follows.
    public static final Hash ZERO = new Hash(0, 0, 0, 0);

    static Hash read(ByteBuffer from) {
        return new Hash(from.getLong(), from.getLong(), from.getLong(), from.getLong());
    }

    void write(ByteBuffer to) {
        to.putLong(first).putLong(second).putLong(third).putLong(fourth);
    }

    public static Hash ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("a hash is 32 bytes");
        return read(ByteBuffer.wrap(bytes));
    }

    public byte[] bytes() {
        var buffer = ByteBuffer.allocate(BYTES);
        write(buffer);
        return buffer.array();
    }

    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes());
    }
}
