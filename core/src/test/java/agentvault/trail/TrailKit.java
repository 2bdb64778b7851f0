package agentvault.trail;

import agentvault.id.Face;
import agentvault.id.Id;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// Chains in memory, for anybody's tests: a signing key, entries, and segments made of them.
public final class TrailKit {

    public static final TrailIdentity IDENTITY = new TrailIdentity(new Id(1, 2), new Id(3, 4), "1.2.3");
    public static final SigningPair KEY = SigningPair.FIRST;
    public static final TrailSigner SIGNER = TrailSigner.of("trail-key", KEY::sign);
    public static final TrailVerifier VERIFIER =
            (name, message, signature) -> name.equals("trail-key") && KEY.signed(message, signature);

    /// The segments so far, the last one still growing.
    public final List<ByteArrayOutputStream> segments = new ArrayList<>();

    /// Where the records of each segment begin, and where the last one ends.
    public final List<List<Integer>> bounds = new ArrayList<>();

    public final List<Head> heads = new ArrayList<>(List.of(Head.NONE));

    private final ChainEnd end = ChainEnd.fresh(IDENTITY);

    private TrailKit() {}

    /// A chain whose segments hold that many records each, closed by a checkpoint.
    public static TrailKit chain(int... recordsPerSegment) {
        var kit = new TrailKit();
        for (int records : recordsPerSegment) {
            kit.segment();
            while (kit.bounds.getLast().size() <= records) kit.append(someEntry(kit.heads.size()));
        }
        kit.checkpoint();
        return kit;
    }

    /// A chain as somebody writes it who has no key.
    static TrailKit withoutCheckpoints(int records) {
        var kit = new TrailKit().segment();
        while (kit.heads.size() <= records) kit.seal(someEntry(kit.heads.size()));
        return kit;
    }

    public static Entry someEntry(int number) {
        if (number == 1) return new Entry.Opened(IDENTITY.installation(), IDENTITY.instance(), "1.2.3", Head.NONE, 0);
        var id = new Id(number, number);
        if (number % 7 == 0) return new Entry.Intent(id, "service.set", Face.QODER, id, number, List.of(id, id), "");
        if (number % 7 == 1) return new Entry.Applied(number - 1, List.of(new ScopeCounter(id, number + 1L)));
        var credentials = List.of(new CredentialVersion(id, 3));
        return new Entry.Use(id, id, id, id, 5, credentials, "api.example.com", "GET", Face.PROXY);
    }

    public TrailKit segment() {
        var header = end.nextSegment();
        segments.add(new ByteArrayOutputStream());
        segments.getLast().writeBytes(header.bytes());
        bounds.add(new ArrayList<>(List.of(SegmentHeader.BYTES)));
        return this;
    }

    public TrailKit append(Entry entry) {
        if (end.checkpointDue()) checkpoint();
        seal(entry);
        return this;
    }

    public TrailKit checkpoint() {
        seal(new Entry.Checkpointed(checkpointNow().signedBy(SIGNER)));
        return this;
    }

    public Checkpoint checkpointNow() {
        return end.checkpoint(Instant.ofEpochSecond(1_800_000_000));
    }

    public List<byte[]> bytes() {
        return segments.stream().map(ByteArrayOutputStream::toByteArray).toList();
    }

    public Verdict verify() {
        return verify(bytes());
    }

    public static Verdict verify(List<byte[]> segments, Witness... witnesses) {
        return TrailVerification.whole(sources(segments), VERIFIER, List.of(witnesses));
    }

    public static List<ByteSource> sources(List<byte[]> segments) {
        return IntStream.range(0, segments.size())
                .mapToObj(number -> ByteSource.of("segment " + (number + 1), () -> segments.get(number)))
                .toList();
    }

    static byte[] copy(Draft draft) {
        var bytes = draft.bytes();
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private void seal(Entry entry) {
        var draft = Draft.of(entry);
        long micros = 1_800_000_000_000_000L + heads.size();
        heads.add(end.seal(draft, micros, heads.size()));
        segments.getLast().writeBytes(copy(draft));
        bounds.getLast().add(segments.getLast().size());
    }
}
