package agentvault.store;

import agentvault.id.Id;
import agentvault.store.SqlStore.Attempt;
import agentvault.traffic.Passage;
import agentvault.traffic.PassageFilter;
import agentvault.traffic.PassageLog;
import agentvault.workspace.Store.Hold;
import agentvault.workspace.StoreUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// What passed, in a table beside the sealed rows: blocks of passages of one vault. The number of a passage is that of
/// its block, and its place in it.
final class SqlPassageLog implements PassageLog {

    private static final int PLACE_BITS = 12;
    private static final int LARGEST_BLOCK = 1 << PLACE_BITS;

    /// So many blocks are read, or forgotten, in one transaction, so that nobody waits long behind it.
    private static final int AT_ONCE = 100;

    private static final List<String> WRITTEN = List.of("vault", "newest", "passages", "unmatched", "packed");

    private final SqlStore store;

    SqlPassageLog(SqlStore store) {
        this.store = store;
    }

    private record Block(long number, List<Passage> passages) {

        Stream<Kept> newestFirst() {
            return IntStream.rangeClosed(1, passages.size())
                    .map(fromLast -> passages.size() - fromLast)
                    .mapToObj(place -> new Kept((number << PLACE_BITS) + place, passages.get(place)));
        }
    }

    @Override
    public void keep(List<Passage> passages) {
        Map<Id, List<Passage>> vaults = new LinkedHashMap<>();
        for (var passage : passages)
            vaults.computeIfAbsent(passage.who().vault(), _ -> new ArrayList<>())
                    .add(passage);
        List<Link.Bind> blocks = new ArrayList<>();
        vaults.forEach((vault, all) -> {
            for (int from = 0; from < all.size(); from += LARGEST_BLOCK) {
                var values = values(vault, all.subList(from, Math.min(all.size(), from + LARGEST_BLOCK)));
                blocks.add(statement -> values.bind(statement, WRITTEN));
            }
        });
        store.changing(Hold.NOTHING, link -> {
            link.changeEach("""
                    INSERT INTO passage_block (vault, newest, passages, unmatched, packed) VALUES (?, ?, ?, ?, ?)
                    """, blocks);
            return Attempt.committed(true);
        });
    }

    private static Values values(Id vault, List<Passage> passages) {
        var newest = passages.stream().map(Passage::at).max(Comparator.naturalOrder());
        return new Values()
                .id("vault", vault)
                .moment("newest", newest.orElse(Instant.EPOCH))
                .number("passages", passages.size())
                .number(
                        "unmatched",
                        passages.stream().filter(SqlPassageLog::unmatched).count())
                .blob("packed", PassagePacking.pack(passages));
    }

    private static boolean unmatched(Passage passage) {
        return passage.fate().service().isEmpty() && !passage.what().host().isEmpty();
    }

    @Override
    public List<Kept> find(PassageFilter filter, int limit) {
        var found = new ArrayList<Kept>();
        long before = filter.before();
        List<Block> blocks;
        do {
            blocks = blocks(filter.vault(), before, filter.after(), 0);
            for (var block : blocks) {
                block.newestFirst()
                        .filter(filter::lets)
                        .limit(limit - found.size())
                        .forEach(found::add);
                before = block.number() << PLACE_BITS;
            }
        } while (blocks.size() == AT_ONCE && found.size() < limit);
        return found;
    }

    /// The newest blocks that hold numbers between these, as many as are read at once.
    private List<Block> blocks(Id vault, long before, long after, int unmatched) {
        var values = new Values()
                .id("vault", vault)
                .number("newest", (before - 1) >> PLACE_BITS)
                .number("oldest", (after + 1) >> PLACE_BITS)
                .number("unmatched", unmatched)
                .number("limit", AT_ONCE);
        return store.reading(link -> PlainTables.all(
                link,
                """
                SELECT number, packed FROM passage_block
                WHERE vault = ? AND number <= ? AND number >= ? AND unmatched >= ?
                ORDER BY number DESC
                LIMIT ?
                """,
                values,
                List.of("vault", "newest", "oldest", "unmatched", "limit"),
                List.of("number", "packed"),
                cells -> block(vault, cells)));
    }

    private static Block block(Id vault, Cells from) {
        long number = from.number("number");
        var passages = PassagePacking.unpack(vault, from.octets("packed").bytes());
        return new Block(
                number,
                passages.orElseThrow(
                        () -> new StoreUnavailable("Block " + number + " of the request log is not readable.")));
    }

    @Override
    public List<Unmatched> unmatched(Id vault, int limit) {
        Map<String, Unmatched> hosts = new HashMap<>();
        long before = Long.MAX_VALUE;
        List<Block> blocks;
        do {
            blocks = blocks(vault, before, 0, 1);
            for (var block : blocks) {
                block.passages().stream()
                        .filter(SqlPassageLog::unmatched)
                        .map(passage -> new Unmatched(passage.what().host(), 1, passage.at()))
                        .forEach(one -> hosts.merge(one.host(), one, Unmatched::and));
                before = block.number() << PLACE_BITS;
            }
        } while (blocks.size() == AT_ONCE);
        return hosts.values().stream()
                .sorted(Comparator.comparingLong(Unmatched::requests).reversed().thenComparing(Unmatched::host))
                .limit(limit)
                .toList();
    }

    @Override
    public void forget(Instant before, int keptOfEachVault, Runnable between) {
        all(between, () -> oldest(before));
        for (var vault : full(keptOfEachVault)) all(between, () -> beyond(vault, keptOfEachVault));
    }

    private static void all(Runnable between, BooleanSupplier some) {
        boolean more = true;
        while (more) {
            more = some.getAsBoolean();
            between.run();
        }
    }

    /// Numbers grow with time, so the old ones are those with the lowest numbers.
    private boolean oldest(Instant before) {
        var values = new Values().number("most", AT_ONCE).moment("newest", before);
        return changing("""
                DELETE FROM passage_block
                WHERE number IN (SELECT number FROM passage_block ORDER BY number LIMIT ?) AND newest < ?
                """, values, List.of("most", "newest"));
    }

    /// The vaults that have more than is kept.
    private List<Id> full(int kept) {
        return store.reading(link -> PlainTables.all(
                link,
                "SELECT vault FROM passage_block GROUP BY vault HAVING sum(passages) > ?",
                new Values().number("kept", kept),
                List.of("kept"),
                List.of("vault"),
                cells -> cells.id("vault")));
    }

    /// Blocks that are older than the newest ones that hold what is kept.
    private boolean beyond(Id vault, int kept) {
        var values = new Values().id("vault", vault).number("kept", kept).number("most", AT_ONCE);
        return changing("""
                DELETE FROM passage_block WHERE number IN (
                    SELECT number FROM (
                        SELECT number, sum(passages) OVER (ORDER BY number DESC) - passages AS newer
                        FROM passage_block WHERE vault = ?) AS counted
                    WHERE newer >= ? ORDER BY number LIMIT ?)
                """, values, List.of("vault", "kept", "most"));
    }

    /// Whether there may be more of it.
    private boolean changing(String sql, Values values, List<String> parameters) {
        int changed = store.changing(
                Hold.NOTHING,
                link -> Attempt.committed(link.change(sql, statement -> values.bind(statement, parameters))));
        return changed == AT_ONCE;
    }
}
