package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.id.Id;
import agentvault.trail.Entry;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.Position;
import agentvault.trail.Recorded;
import agentvault.trail.Trail;
import agentvault.trail.TrailUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A trail in memory, for tests of what is written to it.
public final class MemoryTrail implements Trail, History {

    private final Id instance;
    private final List<Recorded> entries = new ArrayList<>();
    private boolean available = true;
    private Optional<Octets> kept = Optional.empty();
    private long replayed;

    public MemoryTrail(Id instance) {
        this.instance = instance;
    }

    public Id instance() {
        return instance;
    }

    @Override
    public Position append(Entry entry) {
        return add(entry);
    }

    @Override
    public Position appendDurably(Entry entry) {
        return add(entry);
    }

    private synchronized Position add(Entry entry) {
        if (!available) throw new TrailUnavailable("the trail was made unavailable");
        long sequence = entries.size() + 1L;
        entries.add(new Recorded(sequence, 0, 0, entry));
        return new Position(instance, sequence, hash(sequence));
    }

    @Override
    public synchronized Head head() {
        return new Head(entries.size(), hash(entries.size()));
    }

    @Override
    public Head settled() {
        return head();
    }

    @Override
    public synchronized void replay(long after, Consumer<Recorded> each) {
        replayed = entries.size() - after;
        List.copyOf(entries.subList(Math.toIntExact(after), entries.size())).forEach(each);
    }

    /// How many entries were told when somebody last asked.
    public synchronized long replayed() {
        return replayed;
    }

    @Override
    public synchronized void keep(Octets note) {
        kept = Optional.of(note);
    }

    @Override
    public synchronized Optional<Octets> kept() {
        return kept;
    }

    @Override
    public synchronized Optional<Hash> hashAt(long sequence) {
        return sequence <= entries.size() ? Optional.of(hash(sequence)) : Optional.empty();
    }

    public synchronized List<Entry> entries() {
        return entries.stream().map(Recorded::entry).toList();
    }

    /// Forgets the newest entries, as a truncated file would.
    public synchronized void cutTo(int length) {
        entries.subList(length, entries.size()).clear();
    }

    public void makeUnavailable() {
        available = false;
    }

    private static Hash hash(long sequence) {
        return new Hash(sequence, 0, 0, 0);
    }
}
