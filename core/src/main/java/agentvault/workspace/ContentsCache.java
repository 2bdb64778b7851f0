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

    /// The scope's contents; empty contents for a scope that has no manifest and no rows.
    Contents contents(Store.Reading reading, Scope scope) {
        var stored = reading.manifest(scope);
        var known = proven.get(scope);
        if (stored.isEmpty()) return missing(reading, scope, known);
        long counter = stored.get().counter();
        if (known != null && known.counter() > counter) {
            throw new IntegrityBroken(List.of(new Finding(
                    scope.toString(), "the database is at change " + counter + ", and was at " + known.counter())));
        }
        if (known != null && known.counter() == counter) return known;
        var fresh = Contents.proven(reading, keys, scope);
        proven.put(scope, fresh);
        return fresh;
    }

    private Contents missing(Store.Reading reading, Scope scope, @Nullable Contents known) {
        if (known != null || !reading.rows(scope).isEmpty()) {
            throw new IntegrityBroken(List.of(new Finding(scope.toString(), "its manifest is missing")));
        }
        return Contents.empty(scope);
    }

    void put(Contents contents) {
        proven.put(contents.scope(), contents);
    }
}
