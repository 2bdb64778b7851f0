package agentvault.workspace;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.workspace.MemoryState.Place;
import agentvault.workspace.MemoryState.Taken;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import agentvault.workspace.Store.Writing;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/// Changes one [MemoryState] that nobody else sees yet.
final class MemoryTransaction extends MemoryReading implements Writing {

    private final MemoryState state;
    private final Predicate<Scope> held;
    private final Predicate<Scope> readable;
    private boolean broken;

    MemoryTransaction(MemoryState state, Predicate<Scope> held, Predicate<Scope> readable) {
        super(state);
        this.state = state;
        this.held = held;
        this.readable = readable;
    }

    void requireUnbroken() {
        if (broken) throw new IllegalStateException("a transaction with a conflict cannot be committed");
    }

    void found(Id installation) {
        if (state.installation().isPresent() || !state.keys.isEmpty()) {
            throw conflict(StoreConflict.Unique.INSTALLATION);
        }
        state.found(installation);
    }

    @Override
    public List<StoredRow> rows(Scope scope) {
        if (!readable.test(scope)) throw new IllegalArgumentException("this transaction does not hold " + scope);
        return super.rows(scope);
    }

    @Override
    public void insert(SealedRow row, Octets seal) {
        requireHeld(row.scope());
        var place = new Place(row.table(), row.id());
        boolean exists = state.rows.values().stream().anyMatch(rows -> rows.containsKey(place));
        if (exists) throw conflict(StoreConflict.Unique.ID);
        take(row, place);
        state.rowsToChange(row.scope()).put(place, new StoredRow.Rebuilt(row, seal));
    }

    @Override
    public void update(SealedRow row, Octets seal) {
        var place = stored(row);
        release(place);
        take(row, place);
        state.rowsToChange(row.scope()).put(place, new StoredRow.Rebuilt(row, seal));
    }

    @Override
    public void delete(SealedRow row) {
        var place = stored(row);
        release(place);
        state.rowsToChange(row.scope()).remove(place);
    }

    void spoil(String table, Id id) {
        var place = new Place(table, id);
        var scope = state.rows.entrySet().stream()
                .filter(rows -> rows.getValue().containsKey(place))
                .findFirst()
                .orElseThrow()
                .getKey();
        state.rowsToChange(scope).put(place, new StoredRow.Unreadable(table, id.toString(), "it was spoiled"));
    }

    @Override
    public void put(StoredManifest manifest) {
        requireHeld(manifest.scope());
        state.manifests.put(manifest.scope(), manifest);
    }

    @Override
    public void put(WrappedKey key) {
        boolean taken = state.keys.values().stream()
                .anyMatch(other -> other.use() == key.use()
                        && other.owner().equals(key.owner())
                        && other.version() == key.version()
                        && !other.id().equals(key.id()));
        if (taken) throw conflict(StoreConflict.Unique.KEY_VERSION);
        state.keys.put(key.id(), key);
    }

    @Override
    public void delete(WrappedKey key) {
        if (state.keys.remove(key.id()) == null) throw new IllegalStateException("no such key: " + key.id());
    }

    @Override
    public void put(Mark mark) {
        state.marks.add(mark);
    }

    @Override
    public void forget(Id instance, long upTo) {
        state.marks.removeIf(mark -> mark.instance().equals(instance) && mark.sequence() <= upTo);
    }

    @Override
    public void put(Anchor anchor) {
        state.anchors.merge(anchor.instance(), anchor, (old, next) -> next.sequence() > old.sequence() ? next : old);
    }

    private void requireHeld(Scope scope) {
        if (!held.test(scope)) throw new IllegalArgumentException("this transaction does not hold " + scope);
    }

    private Place stored(SealedRow row) {
        requireHeld(row.scope());
        var place = new Place(row.table(), row.id());
        var rows = state.rows.get(row.scope());
        if (rows == null || !rows.containsKey(place)) {
            throw new IllegalStateException("no such row: " + row.table() + " " + row.id());
        }
        return place;
    }

    private void take(SealedRow row, Place place) {
        for (Taken taken : MemoryState.taken(row)) {
            if (state.taken.containsKey(taken)) throw conflict(taken.unique());
            state.taken.put(taken, place);
        }
    }

    private void release(Place place) {
        state.taken.values().removeIf(owner -> Objects.equals(owner, place));
    }

    private StoreConflict conflict(StoreConflict.Unique unique) {
        broken = true;
        return new StoreConflict(unique);
    }
}
