package agentvault.fuzz;

import agentvault.id.Id;
import agentvault.trail.ByteSource;
import agentvault.trail.ChainEnd;
import agentvault.trail.Draft;
import agentvault.trail.Entry;
import agentvault.trail.Parsed;
import agentvault.trail.Recorded;
import agentvault.trail.SegmentScanner;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailVerification;
import agentvault.trail.Verdict;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.zip.CRC32C;

/// The trail's files as somebody may have left them. The input is a whole segment; then what follows a genuine header;
/// then, behind valid frame, check sum and chain, the kind and the fields of one record.
public final class TrailFuzz {

    private static final TrailIdentity IDENTITY = new TrailIdentity(new Id(1, 2), new Id(3, 4), "1.2.3");
    private static final byte[] HEADER = ChainEnd.fresh(IDENTITY).nextSegment().bytes();
    private static final int HASH = 32;
    private static final int FRAME = 12;
    private static final int MOST = 60_000;

    private TrailFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        verdict(input);
        verdict(afterHeader(input));
        if (input.length > 0 && input.length < MOST) record(input);
    }

    private static void record(byte[] kindAndFields) {
        byte[] record = framed(kindAndFields);
        byte[] segment = afterHeader(record);
        var verdict = verdict(segment);
        var scanner = new SegmentScanner(ByteSource.of("one", () -> segment));
        Invariant.holds(scanner.header().isPresent(), "a genuine header is read", verdict);
        switch (scanner.next()) {
            case Parsed.Whole(var recorded, var _) -> {
                Invariant.same(scanner.next(), new Parsed.End(), "nothing follows the last record");
                sealedAgain(recorded, record);
            }
            case Parsed.Damaged _, Parsed.Torn _, Parsed.End _ ->
                Invariant.holds(verdict instanceof Verdict.Broken, "what cannot be read is not intact", verdict);
        }
    }

    /// There is one spelling of each record: what was read is written back as the same bytes.
    private static void sealedAgain(Recorded recorded, byte[] record) {
        if (recorded.entry() instanceof Entry.Epoch(var epoch, var _, var _) && epoch != 1 && epoch != 2) return;
        var draft = Draft.of(recorded.entry());
        ChainEnd.fresh(IDENTITY).seal(draft, recorded.wallMicros(), recorded.monotonicNanos());
        Invariant.same(draft.bytes(), ByteBuffer.wrap(record), "a record has one spelling");
    }

    private static Verdict verdict(byte[] segment) {
        return TrailVerification.whole(
                List.of(ByteSource.of("one", () -> segment)), (_, _, signature) -> signature.length > 0, List.of());
    }

    private static byte[] afterHeader(byte[] rest) {
        return ByteBuffer.allocate(HEADER.length + rest.length)
                .put(HEADER)
                .put(rest)
                .array();
    }

    /// Frames a first record as the format says, written down a second time.
    private static byte[] framed(byte[] kindAndFields) {
        var body = ByteBuffer.allocate(kindAndFields.length + 3 * Long.BYTES);
        body.put(kindAndFields[0]).putLong(1).putLong(1_800_000_000_000_000L).putLong(5);
        body.put(kindAndFields, 1, kindAndFields.length - 1);
        int length = body.capacity() + HASH;
        var record = ByteBuffer.allocate(FRAME + length);
        record.putInt(length).putInt(~length).putInt(0);
        record.put(body.array()).put(chained(body.array()));
        var crc = new CRC32C();
        crc.update(record.array(), FRAME, length);
        return record.putInt(2 * Integer.BYTES, (int) crc.getValue()).array();
    }

    private static byte[] chained(byte[] body) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            digest.update(new byte[1 + HASH]);
            return digest.digest(body);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
