package agentvault.files;

import agentvault.id.Id;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentKey;
import agentvault.trail.SegmentVault;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Copies of segments in memory, for tests.
public final class MemorySegmentVault implements SegmentVault {

    private final Map<SegmentKey, SegmentCopy> copies = new HashMap<>();
    private final Map<SegmentKey, byte[]> contents = new HashMap<>();
    private int puts;

    @Override
    public void put(SegmentCopy copy, byte[] content) {
        puts++;
        var kept = copies.get(copy.key());
        if (kept != null
                && (kept.closed() || kept.head().sequence() > copy.head().sequence())) return;
        copies.put(copy.key(), copy);
        contents.put(copy.key(), content);
    }

    @Override
    public List<SegmentCopy> list(Id installation) {
        return copies.values().stream()
                .filter(copy -> copy.key().installation().equals(installation))
                .sorted(Comparator.comparing(
                                (SegmentCopy copy) -> copy.key().instance().toString())
                        .thenComparingLong(copy -> copy.key().number()))
                .toList();
    }

    @Override
    public Optional<byte[]> get(SegmentKey key) {
        return Optional.ofNullable(contents.get(key));
    }

    int puts() {
        return puts;
    }

    void edit(SegmentKey key, byte[] content) {
        contents.put(key, content);
    }

    void lose(SegmentKey key) {
        contents.remove(key);
    }
}
