package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

/// A database in memory for tests: the same contract as the real ones, gone with its object. A reader keeps the state
/// it began with, a writer changes a copy that takes its place when it commits.
public final class MemoryStore implements Store {

    private final ReentrantLock writing = new ReentrantLock();
    private volatile MemoryState state = new MemoryState();

    @Override
    public Optional<Id> installation() {
        return state.installation();
    }

    @Override
    public void found(Id installation, Collection<WrappedKey> keys, Collection<StoredManifest> manifests) {
        edit(all -> {
            ((MemoryTransaction) all).found(installation);
            keys.forEach(all::put);
            manifests.forEach(all::put);
        });
    }

    @Override
    public <T> T read(Function<Reading, T> work) {
        return work.apply(new MemoryReading(state));
    }

    @Override
    public <T> Outcome<T> write(Hold hold, Function<Writing, Outcome<T>> work) {
        return changing(hold.alone()::contains, hold::readable, work);
    }

    /// Changes anything without asking, as somebody with the database in an editor can.
    public void edit(Consumer<Writing> work) {
        changing(_ -> true, _ -> true, all -> {
            work.accept(all);
            return Outcome.done(true);
        });
    }

    /// A copy of the whole database, as a thief of a backup has it.
    public MemoryStore copy() {
        var copy = new MemoryStore();
        copy.state = state;
        return copy;
    }

    /// Sets the whole database back.
    public void restore(MemoryStore copy) {
        state = copy.state;
    }

    /// Makes a row one that cannot be read back.
    public void spoil(String table, Id id) {
        edit(all -> ((MemoryTransaction) all).spoil(table, id));
    }

    @Override
    public void close() {}

    private <T> Outcome<T> changing(
            Predicate<Scope> held, Predicate<Scope> readable, Function<Writing, Outcome<T>> work) {
        if (writing.isHeldByCurrentThread()) throw new IllegalStateException("a transaction inside a transaction");
        writing.lock();
        try {
            var next = new MemoryState(state);
            var transaction = new MemoryTransaction(next, held, readable);
            var outcome = work.apply(transaction);
            if (outcome instanceof Outcome.Done<T>) {
                transaction.requireUnbroken();
                state = next;
            }
            return outcome;
        } finally {
            writing.unlock();
        }
    }
}
