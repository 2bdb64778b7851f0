package agentvault.id;

import java.nio.ByteBuffer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The identity of one object: 128 random bits in the form of a UUIDv4. How it looks depends on the face it is shown
/// on:
/// see [IdForm].
public record Id(long high, long low) {

    public static final int BYTES = 16;

    public static Id of(UUID uuid) {
        return new Id(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
    }

    /// Makes an identity of 16 random bytes; the version and variant bits of UUIDv4 are set here.
    public static Id ofRandom(byte[] random) {
        var buffer = ByteBuffer.wrap(random);
        if (random.length != BYTES) throw new IllegalArgumentException("an id takes 16 random bytes");
        long high = (buffer.getLong() & ~0xF000L) | 0x4000L;
        long low = (buffer.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new Id(high, low);
    }

    public static Id ofBytes(byte[] bytes) {
        if (bytes.length != BYTES) throw new IllegalArgumentException("an id is 16 bytes");
        var buffer = ByteBuffer.wrap(bytes);
        return new Id(buffer.getLong(), buffer.getLong());
    }

    // Looked up by several times in every exchange: without the indirection of a record's own methods.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Id(var otherHigh, var otherLow) && high == otherHigh && low == otherLow;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(high ^ low);
    }

    public byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(high).putLong(low).array();
    }

    public UUID uuid() {
        return new UUID(high, low);
    }

    /// The dashed form, as the Agent Vault and 21st faces show it.
    @Override
    public String toString() {
        return uuid().toString();
    }
}
