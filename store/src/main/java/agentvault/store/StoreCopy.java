package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.store.SqlStore.Attempt;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Hold;
import agentvault.workspace.Store.StoredManifest;
import agentvault.workspace.Store.StoredRow;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Copies everything that one database holds into another, rows with their seals, and compares both in the end.
///
/// Every step looks at what is there, so a copy that was cut off anywhere is finished by running it again. Until then
/// the target belongs to no installation, and no server starts on it.
public final class StoreCopy {

    private static final int BATCH = 500;
    private static final String FIRST = "";

    private final Link source;
    private final SqlStore target;
    private final SegmentTransfer trails;
    private final Consumer<Progress> progress;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    /// How a copy ended.
    public sealed interface Result {
        /// @param rows how many, for each table; the same in both databases, and compared one by one
        record Copied(SortedMap<String, Long> rows) implements Result {
            public Copied {
                rows = Collections.unmodifiableSortedMap(new TreeMap<>(rows));
            }
        }

        record SourceEmpty() implements Result {}

        record OtherInstallation(Id inTarget) implements Result {}

        /// @param what a scope or a server's trail that has gone on in the target
        record TargetAhead(String what) implements Result {}

        /// The source has a row that cannot be read.
        record Damaged(String table, String id, String why) implements Result {}

        /// The comparison found a row that is not the same on both sides.
        record Different(String table, String id) implements Result {}
    }

    public enum Step {
        /// What is not in the source goes.
        CLEARING,
        COPYING,
        COMPARING
    }

    /// @param rows how many rows of the table this step has seen
    public record Progress(Step step, String table, long rows) {}

    private StoreCopy(Link source, SegmentTransfer trails, SqlStore target, Consumer<Progress> progress) {
        this.source = source;
        this.trails = trails;
        this.target = target;
        this.progress = progress;
    }

    /// Copies the state that the source has when this begins.
    public static Result copy(SqlStore from, SqlStore to, Consumer<Progress> progress) {
        var trails = new SegmentTransfer(from.segments(), to.segments(), progress);
        return from.reading(source -> new StoreCopy(source, trails, to, progress).run());
    }

    private Result run() {
        var installation = PlainTables.installation(source);
        if (installation.isEmpty()) return new Result.SourceEmpty();
        return refusal(installation.get())
                .or(this::unreadable)
                .or(() -> copied(installation.get()))
                .orElseGet(() -> new Result.Copied(counts));
    }

    private Optional<Result> refusal(Id installation) {
        var found = target.reading(link -> PlainTables.installation(link).or(() -> PlainTables.unfinishedCopy(link)));
        if (found.isPresent() && !found.get().equals(installation)) {
            return Optional.of(new Result.OtherInstallation(found.get()));
        }
        return target.reading(this::ahead).map(Result.TargetAhead::new);
    }

    /// A scope or trail of the target that is not an earlier state of the source's.
    private Optional<String> ahead(Link there) {
        var manifests = PlainTables.manifests(source).stream()
                .collect(Collectors.toMap(StoredManifest::scope, Function.identity()));
        var anchors =
                PlainTables.anchors(source).stream().collect(Collectors.toMap(Anchor::instance, Function.identity()));
        return PlainTables.manifests(there).stream()
                .filter(manifest -> !precedes(manifest, manifests.get(manifest.scope())))
                .map(manifest -> manifest.scope().toString())
                .findFirst()
                .or(() -> PlainTables.anchors(there).stream()
                        .filter(anchor -> !precedes(anchor, anchors.get(anchor.instance())))
                        .map(anchor -> "trail " + anchor.instance())
                        .findFirst());
    }

    private static boolean precedes(StoredManifest there, @Nullable StoredManifest here) {
        return here != null && (there.counter() < here.counter() || there.equals(here));
    }

    private static boolean precedes(Anchor there, @Nullable Anchor here) {
        return here != null && (there.sequence() < here.sequence() || there.equals(here));
    }

    /// The plain tables leave out what they cannot read: a copy must not.
    private Optional<Result> unreadable() {
        var read = Map.of(
                "wrapped_key", PlainTables.keys(source).size(),
                "manifest", PlainTables.manifests(source).size(),
                "mark", PlainTables.marks(source).size(),
                "anchor", PlainTables.anchors(source).size());
        return read.entrySet().stream()
                .filter(table -> PlainTables.count(source, table.getKey()) != table.getValue())
                .<Result>map(table -> new Result.Damaged(table.getKey(), "", "a row cannot be read"))
                .findFirst();
    }

    private Optional<Result> copied(Id installation) {
        change(link -> PlainTables.beginCopy(link, installation));
        Tables.ALL.forEach(this::clear);
        return firstOf(this::fill)
                .or(() -> {
                    target.changing(Hold.NOTHING, link -> new Attempt<>(true, true, fillPlainTables(link)));
                    return firstOf(this::compare);
                })
                .or(this::comparePlainTables)
                .or(() -> takeTrails(installation))
                .or(() -> {
                    change(link -> PlainTables.endCopy(link, installation));
                    return Optional.empty();
                });
    }

    private Optional<Result> takeTrails(Id installation) {
        counts.put(SegmentTransfer.TABLE, trails.run(installation));
        return trails.difference(installation).map(id -> new Result.Different(SegmentTransfer.TABLE, id));
    }

    private static Optional<Result> firstOf(Function<RowMap<?>, Optional<Result>> step) {
        return Tables.ALL.stream().map(step).flatMap(Optional::stream).findFirst();
    }

    /// Takes away what the source does not have like that. It goes before anything is added, so that names and keys
    /// that have moved from one row to another are free.
    private void clear(RowMap<?> table) {
        String after = FIRST;
        long seen = 0;
        while (true) {
            String from = after;
            var there = target.reading(link -> table.batch(link, from, BATCH));
            if (there.isEmpty()) return;
            after = idOf(there.getLast());
            var here = byId(table.range(source, from, after));
            var superseded = there.stream()
                    .filter(row -> !same(row, here.get(idOf(row))))
                    .toList();
            target.changing(Hold.NOTHING, link -> new Attempt<>(true, true, removed(link, table, superseded)));
            seen += there.size();
            progress.accept(new Progress(Step.CLEARING, table.table(), seen));
        }
    }

    private static List<Octets> removed(Link there, RowMap<?> table, List<StoredRow> rows) {
        rows.forEach(row -> table.delete(there, idOf(row)));
        return rows.stream()
                .filter(StoredRow.Rebuilt.class::isInstance)
                .flatMap(row -> table.sealedValues(((StoredRow.Rebuilt) row).row()).stream())
                .toList();
    }

    private Optional<Result> fill(RowMap<?> table) {
        String after = FIRST;
        long seen = 0;
        while (true) {
            String from = after;
            var here = table.batch(source, from, BATCH);
            if (here.isEmpty()) return Optional.empty();
            for (var row : here) {
                if (row instanceof StoredRow.Unreadable(var name, var id, var why)) {
                    return Optional.of(new Result.Damaged(name, id, why));
                }
            }
            String to = idOf(here.getLast());
            change(link -> {
                var there = byId(table.range(link, from, to));
                here.stream()
                        .filter(row -> !there.containsKey(idOf(row)))
                        .forEach(row -> table.insert(link, (StoredRow.Rebuilt) row));
            });
            after = to;
            seen += here.size();
            progress.accept(new Progress(Step.COPYING, table.table(), seen));
        }
    }

    /// The envelopes of keys that it took away.
    private List<Octets> fillPlainTables(Link there) {
        var keys = Set.copyOf(PlainTables.keys(source));
        var superseded = PlainTables.keys(there).stream()
                .filter(key -> !keys.contains(key))
                .toList();
        superseded.forEach(key -> PlainTables.delete(there, key));
        keys.forEach(key -> PlainTables.put(there, key));
        PlainTables.manifests(source).forEach(manifest -> PlainTables.put(there, manifest));
        PlainTables.marks(there).forEach(mark -> PlainTables.forget(there, mark.instance(), mark.sequence()));
        PlainTables.marks(source).forEach(mark -> PlainTables.put(there, mark));
        PlainTables.anchors(source).forEach(anchor -> PlainTables.put(there, anchor));
        return superseded.stream().map(WrappedKey::envelope).toList();
    }

    private Optional<Result> compare(RowMap<?> table) {
        String after = FIRST;
        long seen = 0;
        while (true) {
            String from = after;
            var here = table.batch(source, from, BATCH);
            var there = target.reading(link -> table.batch(link, from, BATCH));
            var different = firstDifference(here, there);
            if (different.isPresent()) return different.map(id -> new Result.Different(table.table(), id));
            seen += here.size();
            progress.accept(new Progress(Step.COMPARING, table.table(), seen));
            if (here.size() < BATCH) {
                counts.put(table.table(), seen);
                return Optional.empty();
            }
            after = idOf(here.getLast());
        }
    }

    private static Optional<String> firstDifference(List<StoredRow> here, List<StoredRow> there) {
        var theirs = byId(there);
        var mine = byId(here);
        return here.stream()
                .filter(row -> !same(row, theirs.get(idOf(row))))
                .map(StoreCopy::idOf)
                .findFirst()
                .or(() -> theirs.keySet().stream()
                        .filter(id -> !mine.containsKey(id))
                        .findFirst());
    }

    private Optional<Result> comparePlainTables() {
        return target.reading(there -> comparePlain("wrapped_key", PlainTables.keys(source), PlainTables.keys(there))
                .or(() -> comparePlain("manifest", PlainTables.manifests(source), PlainTables.manifests(there)))
                .or(() -> comparePlain("mark", PlainTables.marks(source), PlainTables.marks(there)))
                .or(() -> comparePlain("anchor", PlainTables.anchors(source), PlainTables.anchors(there))));
    }

    private Optional<Result> comparePlain(String table, List<?> here, List<?> there) {
        counts.put(table, (long) here.size());
        return here.equals(there) ? Optional.empty() : Optional.of(new Result.Different(table, ""));
    }

    private void change(Consumer<Link> work) {
        target.changing(Hold.NOTHING, link -> {
            work.accept(link);
            return Attempt.committed(work);
        });
    }

    private static Map<String, StoredRow> byId(List<StoredRow> rows) {
        var byId = new HashMap<String, StoredRow>();
        rows.forEach(row -> byId.put(idOf(row), row));
        return byId;
    }

    private static String idOf(StoredRow row) {
        return switch (row) {
            case StoredRow.Rebuilt(var known, var _) -> known.id().toString();
            case StoredRow.Unreadable(var _, var id, var _) -> id;
        };
    }

    /// What a seal is about is the canonical encoding, so that is what has to be equal.
    private static boolean same(StoredRow one, @Nullable StoredRow other) {
        return one instanceof StoredRow.Rebuilt(var row, var seal)
                && other instanceof StoredRow.Rebuilt(var otherRow, var otherSeal)
                && seal.equals(otherSeal)
                && Arrays.equals(row.canonical(), otherRow.canonical());
    }
}
