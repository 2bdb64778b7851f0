package agentvault.trail;

import agentvault.id.Id;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The first bytes of a segment: whose chain it continues, and from where. `openSince` is the sequence of the oldest
/// intent that was still open when the segment began, or its first sequence: a start need not look further back.
public record SegmentHeader(
        Id installation, Id instance, long epoch, long number, long firstSequence, Hash previous, long openSince) {

    public static final int BYTES = 108;

    private static final long MAGIC = 0x4156_5452_4149_4C01L; // "AVTRAIL", version 1

    public SegmentHeader {
        Bounds.count(epoch);
        if (Bounds.count(number) < 1) throw new IllegalArgumentException("segments are counted from 1");
        if (Bounds.count(firstSequence) < 1) throw new IllegalArgumentException("records are counted from 1");
        if (openSince < 1 || openSince > firstSequence) throw new IllegalArgumentException("an intent comes before");
    }

    public Head before() {
        return new Head(firstSequence - 1, previous);
    }

    public byte[] bytes() {
        var buffer = ByteBuffer.allocate(BYTES).putLong(MAGIC);
        buffer.putLong(installation.high()).putLong(installation.low());
        buffer.putLong(instance.high()).putLong(instance.low());
        buffer.putLong(epoch).putLong(number).putLong(firstSequence);
        previous.write(buffer);
        buffer.putLong(openSince);
        return buffer.putInt(crc(buffer.array())).array();
    }

    /// Reads a header; empty for bytes that are not exactly one.
    public static Optional<SegmentHeader> read(byte[] bytes) {
        if (bytes.length != BYTES) return Optional.empty();
        var buffer = ByteBuffer.wrap(bytes);
        if (buffer.getLong() != MAGIC) return Optional.empty();
        try {
            var header = new SegmentHeader(
                    new Id(buffer.getLong(), buffer.getLong()),
                    new Id(buffer.getLong(), buffer.getLong()),
                    buffer.getLong(),
                    buffer.getLong(),
                    buffer.getLong(),
                    Hash.read(buffer),
                    buffer.getLong());
            return Arrays.equals(header.bytes(), bytes) ? Optional.of(header) : Optional.empty();
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int crc(byte[] bytes) {
        var crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }
}
