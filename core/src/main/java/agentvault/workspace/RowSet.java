package agentvault.workspace;

import agentvault.crypto.Scope;
import agentvault.crypto.SealedRow;
import agentvault.id.Id;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rows of one scope by their ids, in parts of which a change copies those alone that it touches: there may be tens
/// of thousands of short-lived ones, and many changes a second.
final class RowSet {

    private static final int PARTS_OF_SHORT_LIVED = 64;

    private final List<Map<Id, SealedRow>> parts;

    private RowSet(List<Map<Id, SealedRow>> parts) {
        this.parts = List.copyOf(parts);
    }

    static RowSet of(Scope scope, Collection<SealedRow> rows) {
        int count = scope.kind() == Scope.Kind.SHORT_LIVED ? PARTS_OF_SHORT_LIVED : 1;
        var none = new RowSet(IntStream.range(0, count)
                .<Map<Id, SealedRow>>mapToObj(_ -> Map.of())
                .toList());
        return none.after(rows, List.of());
    }

    RowSet after(Collection<SealedRow> put, Collection<SealedRow> removed) {
        var touched = touched(put, removed);
        var next = IntStream.range(0, parts.size())
                .mapToObj(part -> touched.contains(part) ? new LinkedHashMap<>(parts.get(part)) : parts.get(part))
                .toList();
        removed.forEach(row -> next.get(part(row.id())).remove(row.id()));
        put.forEach(row -> next.get(part(row.id())).put(row.id(), row));
        return new RowSet(next);
    }

    private Set<Integer> touched(Collection<SealedRow> put, Collection<SealedRow> removed) {
        return Stream.concat(put.stream(), removed.stream())
                .map(row -> part(row.id()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private int part(Id id) {
        return Math.floorMod(id.low(), parts.size());
    }

    @Nullable
    SealedRow get(Id id) {
        return parts.get(part(id)).get(id);
    }

    Stream<SealedRow> stream() {
        return parts.stream().flatMap(part -> part.values().stream());
    }

    /// What is another row here than there, or is only here; both are of one scope.
    @SuppressWarnings("ReferenceEquality") // what did not change is mostly the very same, which is quick to see
    void besides(RowSet there, Consumer<SealedRow> tell) {
        for (int n = 0; n < parts.size(); n++) {
            var theirs = there.parts.get(n);
            if (theirs == parts.get(n)) continue;
            parts.get(n).forEach((id, row) -> {
                var known = theirs.get(id);
                if (known != row && !row.equals(known)) tell.accept(row);
            });
        }
    }
}
