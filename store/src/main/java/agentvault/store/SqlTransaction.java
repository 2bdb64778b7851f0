package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Hold;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import agentvault.workspace.Store.Writing;
import java.util.ArrayList;
import java.util.List;

/// Reads and changes inside one transaction that holds some scopes alone.
final class SqlTransaction extends SqlReading implements Writing {

    private final Link link;
    private final Hold hold;
    private final List<Octets> destroyed = new ArrayList<>();

    SqlTransaction(Link link, Hold hold) {
        super(link);
        this.link = link;
        this.hold = hold;
    }

    /// Sealed values and keys that were overwritten or deleted.
    List<Octets> destroyed() {
        return List.copyOf(destroyed);
    }

    @Override
    public List<StoredRow> rows(Scope scope) {
        if (!hold.readable(scope)) throw notHeld(scope);
        return super.rows(scope);
    }

    @Override
    public void insert(SealedRow row, Octets seal) {
        requireHeld(row.scope());
        Tables.of(row).insert(link, new StoredRow.Rebuilt(row, seal));
    }

    @Override
    public void update(SealedRow row, Octets seal) {
        requireHeld(row.scope());
        var table = Tables.of(row);
        if (link.dialect().looksForTraces()) {
            table.storedSealedValues(link, row).stream()
                    .filter(value -> !table.sealedValues(row).contains(value))
                    .forEach(destroyed::add);
        }
        requireOne(table.update(link, new StoredRow.Rebuilt(row, seal)), row.table(), row.id());
    }

    @Override
    public void delete(SealedRow row) {
        requireHeld(row.scope());
        var table = Tables.of(row);
        if (link.dialect().looksForTraces()) destroyed.addAll(table.storedSealedValues(link, row));
        requireOne(table.delete(link, row), row.table(), row.id());
    }

    @Override
    public void put(StoredManifest manifest) {
        requireHeld(manifest.scope());
        PlainTables.put(link, manifest);
    }

    @Override
    public void put(WrappedKey key) {
        destroyStored(key);
        PlainTables.put(link, key);
    }

    @Override
    public void delete(WrappedKey key) {
        destroyStored(key);
        requireOne(PlainTables.delete(link, key), "key", key.id());
    }

    @Override
    public void put(Mark mark) {
        PlainTables.put(link, mark);
    }

    @Override
    public void forget(Id instance, long upTo) {
        PlainTables.forget(link, instance, upTo);
    }

    @Override
    public void put(Anchor anchor) {
        PlainTables.put(link, anchor);
    }

    private void destroyStored(WrappedKey key) {
        if (!link.dialect().looksForTraces()) return;
        var stored = PlainTables.keys(link, "id = ?", new Values().id("id", key.id()), List.of("id"));
        stored.forEach(old -> destroyed.add(old.envelope()));
    }

    private void requireHeld(Scope scope) {
        if (!hold.alone().contains(scope)) throw notHeld(scope);
    }

    private static IllegalArgumentException notHeld(Scope scope) {
        return new IllegalArgumentException("this transaction does not hold " + scope);
    }

    private static void requireOne(int changed, String table, Id id) {
        if (changed != 1) throw new IllegalStateException("no such row: " + table + " " + id);
    }
}
