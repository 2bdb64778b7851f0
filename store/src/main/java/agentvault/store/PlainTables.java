package agentvault.store;

import agentvault.crypto.KeyUse;
import agentvault.crypto.Scope;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import agentvault.workspace.Finding;
import agentvault.workspace.IntegrityBroken;
import agentvault.workspace.Store.Anchor;
import agentvault.workspace.Store.Mark;
import agentvault.workspace.Store.StoredManifest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The tables besides those of sealed rows. What is no key, manifest, mark or anchor any more reads as missing, which
/// is found above: each of them is needed.
final class PlainTables {

    private static final List<String> KEY = List.of("id", "key_use", "owner", "version", "wrapped_by", "envelope");
    private static final List<String> MANIFEST = List.of("scope_kind", "scope_id", "counter", "sealed");
    private static final List<String> MARK =
            List.of("instance", "sequence", "scope_kind", "scope_id", "counter", "seal");
    private static final List<String> ANCHOR = List.of("instance", "sequence", "head", "seal");

    private PlainTables() {}

    static Optional<Id> installation(Link link) {
        return only(link, "installation", "id");
    }

    /// The installation that a copy into this database was begun for.
    static Optional<Id> unfinishedCopy(Link link) {
        return only(link, "unfinished_copy", "installation");
    }

    static void putInstallation(Link link, Id installation) {
        var values = new Values().id("id", installation);
        link.change(
                "INSERT INTO installation (one, id) VALUES (1, ?)", statement -> values.bind(statement, List.of("id")));
    }

    /// Keys that another root than this one wraps.
    static List<WrappedKey> behind(Link link, Id root, int limit) {
        var values =
                new Values().word("key_use", KeyUse.ROOT).id("wrapped_by", root).number("most", limit);
        return all(link, """
                SELECT id, key_use, owner, version, wrapped_by, envelope FROM wrapped_key
                WHERE key_use <> ? AND wrapped_by <> ?
                ORDER BY id
                LIMIT ?
                """, values, List.of("key_use", "wrapped_by", "most"), KEY, PlainTables::key);
    }

    /// Nobody starts a server on half a copy: until it ends, the database belongs to no installation.
    static void beginCopy(Link link, Id installation) {
        link.execute("DELETE FROM installation", "DELETE FROM unfinished_copy");
        var values = new Values().id("id", installation);
        link.change(
                "INSERT INTO unfinished_copy (one, installation) VALUES (1, ?)",
                statement -> values.bind(statement, List.of("id")));
    }

    static void endCopy(Link link, Id installation) {
        link.execute("DELETE FROM unfinished_copy");
        putInstallation(link, installation);
    }

    static long count(Link link, String table) {
        return link.one("SELECT count(*) FROM " + table, _ -> {}, results -> results.getLong(1))
                .orElse(0L);
    }

    static List<WrappedKey> keys(Link link) {
        return keys(link, "1 = 1", new Values(), List.of());
    }

    static List<WrappedKey> keys(Link link, String where, Values values, List<String> parameters) {
        return all(link, """
                SELECT id, key_use, owner, version, wrapped_by, envelope FROM wrapped_key
                WHERE %s
                ORDER BY key_use, owner, version
                """.formatted(where), values, parameters, KEY, PlainTables::key);
    }

    static void put(Link link, WrappedKey key) {
        var values = new Values()
                .id("id", key.id())
                .word("key_use", key.use())
                .id("owner", key.owner())
                .number("version", key.version())
                .id("wrapped_by", key.wrappedBy())
                .octets("envelope", key.envelope());
        link.change("""
                INSERT INTO wrapped_key (id, key_use, owner, version, wrapped_by, envelope)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (id) DO UPDATE
                SET key_use = excluded.key_use, owner = excluded.owner, version = excluded.version,
                    wrapped_by = excluded.wrapped_by, envelope = excluded.envelope
                """, statement -> values.bind(statement, KEY));
    }

    static int delete(Link link, WrappedKey key) {
        var values = new Values().id("id", key.id());
        return link.change("DELETE FROM wrapped_key WHERE id = ?", statement -> values.bind(statement, List.of("id")));
    }

    static List<StoredManifest> manifests(Link link) {
        return all(link, """
                SELECT scope_kind, scope_id, counter, sealed FROM manifest
                ORDER BY scope_kind, scope_id
                """, new Values(), List.of(), MANIFEST, PlainTables::manifest);
    }

    static long changes(Link link) {
        return link.one("SELECT coalesce(sum(counter), 0) FROM manifest", _ -> {}, results -> results.getLong(1))
                .orElse(0L);
    }

    static Map<Scope, Long> counters(Link link) {
        return all(
                        link,
                        """
                        SELECT scope_kind, scope_id, counter FROM manifest
                        """,
                        new Values(),
                        List.of(),
                        List.of("scope_kind", "scope_id", "counter"),
                        cells -> Map.entry(cells.scope(), cells.number("counter")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    static Optional<StoredManifest> manifest(Link link, Values scope) {
        return all(link, """
                SELECT scope_kind, scope_id, counter, sealed FROM manifest
                WHERE scope_kind = ? AND scope_id = ?
                """, scope, List.of("scope_kind", "scope_id"), MANIFEST, PlainTables::manifest).stream()
                .findFirst();
    }

    static void put(Link link, StoredManifest manifest) {
        var values = new Values()
                .scope(manifest.scope())
                .number("counter", manifest.counter())
                .octets("sealed", manifest.sealed());
        link.change("""
                INSERT INTO manifest (scope_kind, scope_id, counter, sealed)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (scope_kind, scope_id) DO UPDATE
                SET counter = excluded.counter, sealed = excluded.sealed
                """, statement -> values.bind(statement, MANIFEST));
    }

    static List<Mark> marks(Link link) {
        return all(link, """
                SELECT instance, sequence, scope_kind, scope_id, counter, seal FROM mark
                ORDER BY instance, sequence
                """, new Values(), List.of(), MARK, PlainTables::mark);
    }

    static List<Mark> marks(Link link, Id instance) {
        return all(link, """
                SELECT instance, sequence, scope_kind, scope_id, counter, seal FROM mark
                WHERE instance = ?
                ORDER BY sequence
                """, new Values().id("instance", instance), List.of("instance"), MARK, PlainTables::mark);
    }

    static void put(Link link, Mark mark) {
        var values = new Values()
                .id("instance", mark.instance())
                .number("sequence", mark.sequence())
                .scope(mark.scope())
                .number("counter", mark.counter())
                .octets("seal", mark.seal());
        link.change("""
                INSERT INTO mark (instance, sequence, scope_kind, scope_id, counter, seal)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (instance, sequence, scope_kind, scope_id) DO UPDATE
                SET counter = excluded.counter, seal = excluded.seal
                """, statement -> values.bind(statement, MARK));
    }

    static void forget(Link link, Id instance, long upTo) {
        var values = new Values().id("instance", instance).number("sequence", upTo);
        link.change("""
                DELETE FROM mark
                WHERE instance = ? AND sequence <= ?
                """, statement -> values.bind(statement, List.of("instance", "sequence")));
    }

    static List<Anchor> anchors(Link link) {
        return all(link, """
                SELECT instance, sequence, head, seal FROM anchor
                ORDER BY instance
                """, new Values(), List.of(), ANCHOR, PlainTables::anchor);
    }

    static Optional<Anchor> anchor(Link link, Id instance) {
        return all(link, """
                SELECT instance, sequence, head, seal FROM anchor
                WHERE instance = ?
                """, new Values().id("instance", instance), List.of("instance"), ANCHOR, PlainTables::anchor)
                .stream()
                .findFirst();
    }

    static void put(Link link, Anchor anchor) {
        var values = new Values()
                .id("instance", anchor.instance())
                .number("sequence", anchor.sequence())
                .octets("head", anchor.head())
                .octets("seal", anchor.seal());
        link.change("""
                INSERT INTO anchor (instance, sequence, head, seal)
                VALUES (?, ?, ?, ?)
                ON CONFLICT (instance) DO UPDATE
                SET sequence = excluded.sequence, head = excluded.head, seal = excluded.seal
                WHERE anchor.sequence < excluded.sequence
                """, statement -> values.bind(statement, ANCHOR));
    }

    static <T> List<T> all(
            Link link,
            String sql,
            Values values,
            List<String> parameters,
            List<String> columns,
            Function<Cells, T> read) {
        return link
                .list(sql, statement -> values.bind(statement, parameters), results -> new Cells(results, columns))
                .stream()
                .flatMap(cells -> readable(cells, read))
                .toList();
    }

    private static <T> Stream<T> readable(Cells cells, Function<Cells, T> read) {
        try {
            return Stream.of(read.apply(cells));
        } catch (Cells.Misfit _) {
            return Stream.empty();
        }
    }

    private static Optional<Id> only(Link link, String table, String column) {
        var cells = link.one(
                "SELECT " + column + " FROM " + table, _ -> {}, results -> new Cells(results, List.of(column)));
        try {
            return cells.map(only -> only.id(column));
        } catch (Cells.Misfit misfit) {
            throw new IntegrityBroken(List.of(new Finding(table, misfit.why())));
        }
    }

    private static WrappedKey key(Cells from) {
        return new WrappedKey(
                from.id("id"),
                from.word("key_use", KeyUse.class),
                from.id("owner"),
                from.integer("version"),
                from.id("wrapped_by"),
                from.octets("envelope"));
    }

    private static StoredManifest manifest(Cells from) {
        return new StoredManifest(from.scope(), from.number("counter"), from.octets("sealed"));
    }

    private static Mark mark(Cells from) {
        return new Mark(
                from.id("instance"),
                from.number("sequence"),
                from.scope(),
                from.number("counter"),
                from.octets("seal"));
    }

    private static Anchor anchor(Cells from) {
        return new Anchor(from.id("instance"), from.number("sequence"), from.octets("head"), from.octets("seal"));
    }
}
