package agentvault.trail;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// The bytes of one record:
///
/// | bytes | what |
/// |---|---|
/// | 4 | length of body and hash |
/// | 4 | its complement: a damaged length is damage, never the look of an unfinished record |
/// | 4 | CRC-32C of body and hash |
/// | n | body: kind (1), sequence (8), wall microseconds (8), monotonic nanoseconds (8), the entry's fields |
/// | 32 | the chain's hash after this record: SHA-256(0x00 &#124;&#124; hash before &#124;&#124; body) |
///
/// Numbers are big-endian. A text is its length (2) and its UTF-8; a list is its size (2) and its elements.
final class TrailFormat {

    static final int FRAME = 12;
    static final int BODY_HEAD = 1 + 3 * Long.BYTES;
    static final int SMALLEST = FRAME + BODY_HEAD + Hash.BYTES;
    static final int LARGEST = 1 << 16;

    private static final int CRC_AT = 8;

    private TrailFormat() {}

    /// The size of the record that begins here, if these are the first bytes of one. Needs 8 bytes.
    static Optional<Integer> size(ByteBuffer bytes) {
        int length = bytes.getInt(bytes.position());
        int complement = bytes.getInt(bytes.position() + Integer.BYTES);
        if (length != ~complement || length < SMALLEST - FRAME || length > LARGEST - FRAME) return Optional.empty();
        return Optional.of(FRAME + length);
    }

    /// Reads a record of the given size at the buffer's position; empty if its bytes are not what was written.
    static Optional<Recorded> read(ByteBuffer bytes, int size) {
        int at = bytes.arrayOffset() + bytes.position();
        int crc = bytes.getInt(bytes.position() + CRC_AT);
        if (crc != crc(bytes.array(), at + FRAME, size - FRAME)) return Optional.empty();
        var body = bytes.slice(bytes.position() + FRAME, size - FRAME - Hash.BYTES);
        int code = Byte.toUnsignedInt(body.get());
        long sequence = body.getLong();
        long wallMicros = body.getLong();
        long monotonicNanos = body.getLong();
        if (sequence < 1) return Optional.empty();
        return EntryCodec.read(code, body).flatMap(entry -> recorded(sequence, wallMicros, monotonicNanos, entry));
    }

    static Hash hash(ByteBuffer bytes, int size) {
        return Hash.read(bytes.slice(bytes.position() + size - Hash.BYTES, Hash.BYTES));
    }

    /// Completes a record whose fields are written: everything that depends on its place in the chain.
    static Hash seal(ByteBuffer record, Recorded place, Hash previous, Chain chain) {
        int size = record.limit();
        int length = size - FRAME;
        int body = record.arrayOffset() + FRAME;
        record.putInt(0, length).putInt(Integer.BYTES, ~length);
        record.put(FRAME, (byte) place.entry().kind().code());
        record.putLong(FRAME + 1, place.sequence());
        record.putLong(FRAME + 1 + Long.BYTES, place.wallMicros());
        record.putLong(FRAME + 1 + 2 * Long.BYTES, place.monotonicNanos());
        var hash = chain.next(previous, record.array(), body, length - Hash.BYTES);
        hash.write(record.slice(size - Hash.BYTES, Hash.BYTES));
        record.putInt(CRC_AT, crc(record.array(), body, length));
        return hash;
    }

    private static Optional<Recorded> recorded(long sequence, long wallMicros, long monotonicNanos, Entry entry) {
        try {
            return Optional.of(new Recorded(sequence, wallMicros, monotonicNanos, entry));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static int crc(byte[] bytes, int from, int length) {
        var crc = new CRC32C();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }
}
