package agentvault.workspace;

import agentvault.crypto.KeyRing;
import agentvault.crypto.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Proven contents in memory, by scope. They are believed as long as the stored manifest has the same counter; what the
/// database holds beside them in the meantime is of no consequence.
final class ContentsCache {

    private final KeyRing keys;
    private final Map<Scope, Contents> proven = new ConcurrentHashMap<>();

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
        var fresh = Contents.proven(reading, keys, scope);
        put(fresh);
        return fresh;
    }

    void put(Contents contents) {
        proven.merge(contents.scope(), contents, (one, other) -> one.counter() > other.counter() ? one : other);
    }

    private static Contents missing(Store.Reading reading, Scope scope, @Nullable Contents known) {
        if (known != null) throw new SetBack(scope, 0, known.counter());
        if (reading.rows(scope).isEmpty()) return Contents.empty(scope);
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
