package agentvault.workspace;

import agentvault.crypto.KeyRing;
import agentvault.crypto.Manifest;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// All rows of one scope, proven genuine and complete, as they are at one count of its manifest.
public final class Contents {

    private final Manifest manifest;
    private final RowSet rows;

    private Contents(Manifest manifest, RowSet rows) {
        this.manifest = manifest;
        this.rows = rows;
    }

    static Contents empty(Scope scope) {
        return new Contents(Manifest.empty(scope), RowSet.of(scope, List.of()));
    }

    /// Reads and proves a scope; throws [IntegrityBroken] with every finding if it is not what was written.
    static Contents proven(Store.Reading reading, KeyRing keys, Scope scope) {
        var findings = new ArrayList<Finding>();
        var rows = new LinkedHashMap<Id, SealedRow>();
        var seals = new RowSeal(keys);
        var sum = Manifest.empty(scope);
        for (var stored : reading.rows(scope)) {
            var genuine = genuine(stored, seals, findings);
            if (genuine.isEmpty()) continue;
            rows.put(genuine.get().id(), genuine.get());
            sum = sum.with(keys, genuine.get());
        }
        var manifest = reading.manifest(scope)
                .flatMap(stored -> Manifest.open(keys, scope, stored.counter(), stored.sealed()));
        if (manifest.isEmpty()) {
            findings.add(new Finding(scope.toString(), "its manifest is missing or was changed"));
            throw new IntegrityBroken(findings);
        }
        if (findings.isEmpty()) {
            manifest.get()
                    .differences(sum)
                    .forEach((table, expected) -> findings.add(new Finding(
                            scope + "/" + table,
                            "rows are missing, were added, or are older than they should be (" + expected
                                    + " expected)")));
        }
        if (!findings.isEmpty()) throw new IntegrityBroken(findings);
        return new Contents(manifest.get(), RowSet.of(scope, rows.values()));
    }

    private static Optional<SealedRow> genuine(Store.StoredRow stored, RowSeal seals, List<Finding> findings) {
        switch (stored) {
            case Store.StoredRow.Rebuilt(var row, var seal) -> {
                if (seals.holds(row.canonical(), seal)) return Optional.of(row);
                findings.add(new Finding(row.scope() + "/" + row.table() + "/" + row.id(), "the row was changed"));
            }
            case Store.StoredRow.Unreadable(var table, var id, var why) ->
                findings.add(new Finding(table + "/" + id, "the row is unreadable: " + why));
        }
        return Optional.empty();
    }

    public Scope scope() {
        return manifest.scope();
    }

    public long counter() {
        return manifest.counter();
    }

    Manifest manifest() {
        return manifest;
    }

    Collection<SealedRow> rows() {
        return rows.stream().toList();
    }

    /// The same scope one change later.
    Contents after(Manifest next, Collection<SealedRow> put, Collection<SealedRow> removed) {
        return new Contents(next, rows.after(put, removed));
    }

    /// What is another row here than there, or is only here.
    void besides(Contents there, Consumer<SealedRow> tell) {
        rows.besides(there.rows, tell);
    }

    public <R extends SealedRow> List<R> all(Class<R> type) {
        return rows.stream().filter(type::isInstance).map(type::cast).toList();
    }

    public <R extends SealedRow> List<R> all(Class<R> type, Predicate<R> which) {
        return all(type).stream().filter(which).toList();
    }

    public <R extends SealedRow> Optional<R> one(Class<R> type, Predicate<R> which) {
        return all(type).stream().filter(which).findFirst();
    }

    public <R extends SealedRow> Optional<R> find(Class<R> type, Id id) {
        return Optional.ofNullable(rows.get(id)).filter(type::isInstance).map(type::cast);
    }
}
