package agentvault.workspace;

import agentvault.crypto.KeyRing;
import agentvault.crypto.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Proven contents in memory, by scope. They are believed as long as the stored manifest has the same counter; what the
/// database holds beside them in the meantime is of no consequence.
final class ContentsCache {

    private final KeyRing keys;
    private final Map<Scope, Contents> proven = new ConcurrentHashMap<>();
    private final Map<Scope, Sealed> sealed = new ConcurrentHashMap<>();
    private final Set<Scope> doubted = ConcurrentHashMap.newKeySet();
    private final List<Consumer<Scope>> listeners = new CopyOnWriteArrayList<>();
    private final AtomicLong ownChanges = new AtomicLong();
    private volatile long confirmedChanges = -1;

    /// What a change of this server makes of a scope, and the manifest that says so in the database once that change is
    /// there.
    private record Sealed(Contents contents, Store.StoredManifest manifest) {}

    ContentsCache(KeyRing keys) {
        this.keys = keys;
    }

    /// The scope's contents as a transaction that sees the newest state reads them; empty contents for a scope that has
    /// no manifest and no rows.
    Contents newest(Store.Reading reading, Scope scope) {
        try {
            return asOf(reading, scope);
        } catch (SetBack setBack) {
            throw setBack.broken();
        }
    }

    /// The scope's contents in a state that may be older than what is known here: throws [SetBack] if it is.
    Contents asOf(Store.Reading reading, Scope scope) {
        // What is known must be asked before the database is: then the database cannot honestly be older.
        var known = proven.get(scope);
        var stored = reading.manifest(scope);
        if (stored.isEmpty()) return missing(reading, scope, known);
        long counter = stored.get().counter();
        if (known != null && known.counter() > counter) throw new SetBack(scope, counter, known.counter());
        if (known != null && known.counter() == counter) return known;
        var own = sealed.get(scope);
        var fresh = own != null && own.manifest().equals(stored.get())
                ? own.contents()
                : Contents.proven(reading, keys, scope);
        put(fresh);
        return fresh;
    }

    /// What is in memory, as the database was when it was last asked; empty if nothing is, or if it is in doubt.
    Optional<Contents> known(Scope scope) {
        return doubted.contains(scope) ? Optional.empty() : Optional.ofNullable(proven.get(scope));
    }

    /// Everything that is in memory and not in doubt.
    List<Contents> known() {
        return proven.values().stream()
                .filter(contents -> !doubted.contains(contents.scope()))
                .toList();
    }

    /// Brings what is in memory to the state of the database. What does not prove is in doubt from then on: whoever
    /// needs it asks the database and is told why.
    void refresh(Store store) {
        var before = Map.copyOf(proven);
        store.read(reading -> {
            long changes = reading.changes();
            if (changes == confirmedChanges && doubted.isEmpty()) return changes;
            var counters = reading.counters();
            before.forEach((scope, was) -> refresh(reading, was, counters.getOrDefault(scope, 0L)));
            confirmedChanges = changes;
            return changes;
        });
    }

    private void refresh(Store.Reading reading, Contents was, long stored) {
        var scope = was.scope();
        if (stored < was.counter()) {
            doubted.add(scope);
            return;
        }
        try {
            if (stored > was.counter()) asOf(reading, scope);
            doubted.remove(scope);
        } catch (SetBack _) {
            doubted.remove(scope); // this server has changed it since the state that is read here
        } catch (IntegrityBroken _) {
            doubted.add(scope);
        }
    }

    /// A number that is another one after any change that is known of.
    long changes() {
        return confirmedChanges + ownChanges.get();
    }

    /// Keeps what a change that is about to be committed makes of a scope: others may see it in the database before
    /// this
    /// server hears of it, and need not prove it again.
    void sealed(Contents contents, Store.StoredManifest manifest) {
        sealed.put(contents.scope(), new Sealed(contents, manifest));
    }

    /// Takes in what this server changed.
    void changed(Contents contents) {
        put(contents);
        ownChanges.incrementAndGet();
    }

    /// Tells somebody from now on of every scope whose contents are in memory anew, whoever changed them.
    void tell(Consumer<Scope> ofChange) {
        listeners.add(ofChange);
    }

    private void put(Contents contents) {
        proven.merge(contents.scope(), contents, (one, other) -> one.counter() > other.counter() ? one : other);
        listeners.forEach(listener -> listener.accept(contents.scope()));
    }

    private Contents missing(Store.Reading reading, Scope scope, @Nullable Contents known) {
        if (known != null && known.counter() > 0) throw new SetBack(scope, 0, known.counter());
        if (reading.rows(scope).isEmpty()) {
            var empty = Contents.empty(scope);
            // Anybody can name a vault that does not exist; of the other scopes there are a few.
            if (scope.kind() != Scope.Kind.VAULT) put(empty);
            return empty;
        }
        throw new IntegrityBroken(List.of(new Finding(scope.toString(), "its manifest is missing")));
    }

    /// A state of the database is older than one that was seen before: either a reader's snapshot was taken a moment
    /// too
    /// early, or somebody set the database back.
    static final class SetBack extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Finding finding;

        SetBack(Scope scope, long stored, long known) {
            super("the database is older than before", null, false, false);
            finding = new Finding(scope.toString(), "the database is at change " + stored + ", and was at " + known);
        }

        IntegrityBroken broken() {
            return new IntegrityBroken(List.of(finding));
        }
    }
}
