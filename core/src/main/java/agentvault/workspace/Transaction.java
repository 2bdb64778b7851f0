package agentvault.workspace;

import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Manifest;
import agentvault.crypto.Randomness;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import agentvault.trail.Position;
import agentvault.trail.ScopeCounter;
import agentvault.vault.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One change under way: it sees proven contents, and every row it writes is sealed and counted in its scope's
/// manifest.
final class Transaction {

    private static final int OBJECTS_PER_CHANGE_BITS = 16;

    private final Store.Writing store;
    private final KeyRing keys;
    private final Randomness random;
    private final ContentsCache cache;
    private final Position intent;
    private final Instant now;
    private final Set<Scope> held;
    private final RowSeal seals;
    private final Map<Scope, Draft> drafts = new LinkedHashMap<>();
    private final List<Contents> applied = new ArrayList<>();
    private int made;

    /// @param held the scopes that the store's transaction holds alone; no other may be written
    Transaction(Store.Writing store, Surroundings around, Set<Scope> held, Position intent, Instant now) {
        this.store = store;
        this.keys = around.keys();
        this.random = around.random();
        this.cache = around.cache();
        this.intent = intent;
        this.now = now;
        this.held = held;
        this.seals = new RowSeal(keys);
    }

    /// What every transaction of a workspace has around it.
    record Surroundings(KeyRing keys, Randomness random, ContentsCache cache) {}

    /// What one scope becomes.
    private static final class Draft {
        private final Contents before;
        private Manifest manifest;
        private final Map<Id, SealedRow> put = new LinkedHashMap<>();
        private final Map<Id, SealedRow> removed = new LinkedHashMap<>();
        private boolean touched;

        Draft(Contents before) {
            this.before = before;
            this.manifest = before.manifest();
        }
    }

    Position intent() {
        return intent;
    }

    Instant now() {
        return now;
    }

    Randomness random() {
        return random;
    }

    KeyRing keys() {
        return keys;
    }

    Store.Writing store() {
        return store;
    }

    /// When the next object of this change is made: its place in the order of all objects.
    Stamp stamp() {
        return new Stamp(now, (intent.sequence() << OBJECTS_PER_CHANGE_BITS) + made++);
    }

    Contents contents(Scope scope) {
        return draft(scope).before;
    }

    /// Actors, their tokens and the settings.
    Contents workspace() {
        return contents(Scope.workspace(keys.installation()));
    }

    VaultKeys vaultKeys(Id vault) {
        return new VaultKeys(keys, store.vaultKeys(vault));
    }

    void newVaultKey(Id vault) {
        store.put(keys.make(KeyUse.VAULT, vault, 1, random));
    }

    void dropVaultKeys(Id vault) {
        store.vaultKeys(vault).forEach(store::delete);
    }

    void insert(SealedRow row) {
        var draft = written(row.scope());
        draft.manifest = draft.manifest.with(keys, row);
        draft.put.put(row.id(), row);
        store.insert(row, seals.seal(row.canonical()));
    }

    void replace(SealedRow before, SealedRow after) {
        var draft = written(after.scope());
        draft.manifest = draft.manifest.without(keys, before).with(keys, after);
        draft.put.put(after.id(), after);
        store.update(after, seals.seal(after.canonical()));
    }

    void remove(SealedRow row) {
        var draft = written(row.scope());
        draft.manifest = draft.manifest.without(keys, row);
        draft.removed.put(row.id(), row);
        draft.put.remove(row.id());
        store.delete(row);
    }

    /// Counts a change of this scope that no row of it shows.
    void touch(Scope scope) {
        written(scope).touched = true;
    }

    /// Writes the manifests and the mark that this change was applied.
    void finish() {
        for (var draft : changed()) {
            var scope = draft.before.scope();
            long counter = draft.before.counter() + 1;
            draft.manifest = draft.manifest.counted();
            var manifest = new Store.StoredManifest(scope, counter, draft.manifest.seal(keys, random));
            store.put(manifest);
            var after = draft.before.after(draft.manifest, draft.put.values(), draft.removed.values());
            cache.sealed(after, manifest);
            applied.add(after);
            store.put(TrailTies.mark(seals, intent, scope, counter));
        }
        store.put(TrailTies.anchor(seals, intent));
    }

    /// After the commit: what was proven stays proven without being read again.
    void publish() {
        applied.forEach(cache::changed);
    }

    /// The counts of the scopes that changed, for the trail.
    List<ScopeCounter> counters() {
        return changed().stream()
                .map(draft -> new ScopeCounter(draft.before.scope().id(), draft.before.counter() + 1))
                .toList();
    }

    private List<Draft> changed() {
        return drafts.values().stream()
                .filter(draft -> draft.touched || !draft.put.isEmpty() || !draft.removed.isEmpty())
                .toList();
    }

    private Draft written(Scope scope) {
        if (!held.contains(scope)) throw new IllegalStateException("this change does not hold " + scope);
        return draft(scope);
    }

    private Draft draft(Scope scope) {
        return drafts.computeIfAbsent(scope, of -> new Draft(cache.newest(store, of)));
    }
}
