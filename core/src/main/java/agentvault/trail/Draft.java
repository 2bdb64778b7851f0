package agentvault.trail;

import java.nio.ByteBuffer;

/// A record whose fields are encoded and whose place in the chain is still open, so that the encoding can happen before
/// the writer's lock is taken.
public final class Draft {

    private final Entry entry;
    private final ByteBuffer record;

    private Draft(Entry entry, ByteBuffer record) {
        this.entry = entry;
        this.record = record;
    }

    public static Draft of(Entry entry) {
        var fields = new FieldWriter().skip(TrailFormat.FRAME + TrailFormat.BODY_HEAD);
        EntryCodec.write(fields, entry);
        return new Draft(entry, fields.skip(Hash.BYTES).written());
    }

    public Entry entry() {
        return entry;
    }

    /// The bytes, complete once the draft has its place in a [ChainEnd].
    public ByteBuffer bytes() {
        return record.duplicate();
    }

    Hash seal(Recorded place, Hash previous, Chain chain) {
        return TrailFormat.seal(record, place, previous, chain);
    }
}
