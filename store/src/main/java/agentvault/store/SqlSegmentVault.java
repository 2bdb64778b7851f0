package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.id.Id;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentKey;
import agentvault.trail.SegmentVault;
import agentvault.workspace.Store.Hold;
import java.util.List;
import java.util.Optional;

/// Copies of the trails of all servers that share a database, or shared the one that it was copied from.
final class SqlSegmentVault implements SegmentVault {

    private static final List<String> KEY = List.of("installation", "instance", "number");
    private static final List<String> COPY = List.of(
            "installation", "instance", "number", "head_sequence", "head_hash", "closed", "checkpoint", "content");
    private static final List<String> LISTED = COPY.subList(0, COPY.size() - 1);

    private final SqlStore store;

    SqlSegmentVault(SqlStore store) {
        this.store = store;
    }

    @Override
    public void put(SegmentCopy copy, byte[] content) {
        var values = key(copy.key())
                .number("head_sequence", copy.head().sequence())
                .octets("head_hash", Octets.of(copy.head().hash().bytes()))
                .flag("closed", copy.closed())
                .text("checkpoint", copy.checkpoint())
                .blob("content", content);
        store.changing(
                Hold.NOTHING,
                link -> SqlStore.Attempt.committed(link.change("""
                        INSERT INTO trail_segment
                            (installation, instance, number, head_sequence, head_hash, closed, checkpoint, content)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                        ON CONFLICT (instance, number) DO UPDATE
                        SET head_sequence = excluded.head_sequence, head_hash = excluded.head_hash,
                            closed = excluded.closed, checkpoint = excluded.checkpoint, content = excluded.content
                        WHERE trail_segment.closed = 0
                            AND trail_segment.installation = excluded.installation
                            AND trail_segment.head_sequence <= excluded.head_sequence
                        """, statement -> values.bind(statement, COPY))));
    }

    @Override
    public List<SegmentCopy> list(Id installation) {
        var values = new Values().id("installation", installation);
        return store.reading(
                link -> PlainTables.all(link, """
                SELECT installation, instance, number, head_sequence, head_hash, closed, checkpoint FROM trail_segment
                WHERE installation = ?
                ORDER BY instance, number
                """, values, List.of("installation"), LISTED, SqlSegmentVault::copy));
    }

    @Override
    public Optional<byte[]> get(SegmentKey key) {
        return store.reading(
                link -> link.one("""
                SELECT content FROM trail_segment
                WHERE installation = ? AND instance = ? AND number = ?
                """, statement -> key(key).bind(statement, KEY), results -> results.getBytes(1)));
    }

    private static Values key(SegmentKey key) {
        return new Values()
                .id("installation", key.installation())
                .id("instance", key.instance())
                .number("number", key.number());
    }

    private static SegmentCopy copy(Cells from) {
        try {
            var key = new SegmentKey(from.id("installation"), from.id("instance"), from.number("number"));
            var hash = Hash.ofBytes(from.octets("head_hash").bytes());
            var head = new Head(from.number("head_sequence"), hash);
            return new SegmentCopy(key, head, from.flag("closed"), from.text("checkpoint"));
        } catch (IllegalArgumentException _) {
            throw new Cells.Misfit("head_hash");
        }
    }
}
