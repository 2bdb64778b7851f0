package agentvault.store;

import agentvault.id.Id;
import agentvault.store.SqlStore.Attempt;
import agentvault.traffic.Passage;
import agentvault.traffic.PassageFilter;
import agentvault.traffic.PassageLog;
import agentvault.workspace.Store.Hold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// What passed, in a table beside the sealed rows.
final class SqlPassageLog implements PassageLog {

    private static final List<String> WRITTEN = List.of(
            "at",
            "request",
            "way",
            "actor",
            "session",
            "vault",
            "method",
            "host",
            "path",
            "service",
            "credential_keys",
            "status",
            "sent",
            "received",
            "connected_micros",
            "answered_micros",
            "whole_micros",
            "code");
    private static final List<String> READ = read();
    private static final String COLUMNS = String.join(", ", WRITTEN);
    private static final String INSERT =
            "INSERT INTO passage (" + COLUMNS + ") VALUES (?" + ", ?".repeat(WRITTEN.size() - 1) + ")";

    /// So many are forgotten in one transaction, so that nobody waits long behind it.
    private static final int AT_ONCE = 5_000;

    private final SqlStore store;

    SqlPassageLog(SqlStore store) {
        this.store = store;
    }

    private static List<String> read() {
        var columns = new ArrayList<>(List.of("number"));
        columns.addAll(WRITTEN);
        return List.copyOf(columns);
    }

    @Override
    public void keep(List<Passage> passages) {
        var binds = passages.stream()
                .<Link.Bind>map(passage -> statement -> values(passage).bind(statement, WRITTEN))
                .toList();
        store.changing(Hold.NOTHING, link -> {
            link.changeEach(INSERT, binds);
            return Attempt.committed(true);
        });
    }

    @Override
    public List<Kept> find(PassageFilter filter, int limit) {
        var values = new Values()
                .id("vault", filter.vault())
                .number("before", filter.before())
                .number("after", filter.after())
                .number("limit", limit);
        var asked = new ArrayList<>(List.of("vault", "before", "after"));
        var where = new StringBuilder("vault = ? AND number < ? AND number > ?");
        filter.way().ifPresent(way -> {
            values.word("way", way);
            narrow(where, asked, "way");
        });
        filter.service().ifPresent(service -> {
            values.text("service", service);
            narrow(where, asked, "service");
        });
        filter.outcome().ifPresent(outcome -> narrow(where, asked, outcome, values));
        asked.add("limit");
        var sql = "SELECT number, " + COLUMNS + " FROM passage WHERE " + where + " ORDER BY number DESC LIMIT ?";
        return store.reading(link -> PlainTables.all(link, sql, values, asked, READ, SqlPassageLog::kept));
    }

    private static void narrow(StringBuilder where, List<String> asked, String column) {
        where.append(" AND ").append(column).append(" = ?");
        asked.add(column);
    }

    private static void narrow(StringBuilder where, List<String> asked, PassageFilter.Outcome outcome, Values with) {
        with.number("least", outcome.least()).number("most", outcome.most());
        where.append(" AND status BETWEEN ? AND ?");
        if (outcome == PassageFilter.Outcome.STOPPED) where.append(" AND code <> ''");
        asked.addAll(List.of("least", "most"));
    }

    @Override
    public List<Unmatched> unmatched(Id vault, int limit) {
        var values = new Values().id("vault", vault).number("limit", limit);
        return store.reading(link -> PlainTables.all(
                link,
                """
                SELECT host, count(*), max(at) FROM passage
                WHERE vault = ? AND service = '' AND host <> ''
                GROUP BY host
                ORDER BY count(*) DESC, host
                LIMIT ?
                """,
                values,
                List.of("vault", "limit"),
                List.of("host", "requests", "at"),
                cells -> new Unmatched(cells.text("host"), cells.number("requests"), cells.moment("at"))));
    }

    @Override
    public int forget(Instant before, int keptOfEachVault, Runnable between) {
        int forgotten = all(between, () -> oldest(before));
        for (var vault : full(keptOfEachVault)) forgotten += all(between, () -> beyond(vault, keptOfEachVault));
        return forgotten;
    }

    private static int all(Runnable between, IntSupplier some) {
        int forgotten = 0;
        int last = AT_ONCE;
        while (last == AT_ONCE) {
            last = some.getAsInt();
            forgotten += last;
            between.run();
        }
        return forgotten;
    }

    /// Numbers grow with time, so the old ones are those with the lowest numbers.
    private int oldest(Instant before) {
        var values = new Values().number("most", AT_ONCE).moment("at", before);
        return changing("""
                DELETE FROM passage
                WHERE number IN (SELECT number FROM passage ORDER BY number LIMIT ?) AND at < ?
                """, values, List.of("most", "at"));
    }

    /// The vaults that have more than is kept.
    private List<Id> full(int kept) {
        return store.reading(link -> PlainTables.all(
                link,
                "SELECT vault FROM passage GROUP BY vault HAVING count(*) > ?",
                new Values().number("kept", kept),
                List.of("kept"),
                List.of("vault"),
                cells -> cells.id("vault")));
    }

    private int beyond(Id vault, int kept) {
        var values = new Values().id("vault", vault).number("kept", kept).number("most", AT_ONCE);
        return changing("""
                DELETE FROM passage WHERE number IN (
                    SELECT number FROM passage WHERE vault = ? AND number <=
                        (SELECT number FROM passage WHERE vault = ? ORDER BY number DESC LIMIT 1 OFFSET ?)
                    ORDER BY number LIMIT ?)
                """, values, List.of("vault", "vault", "kept", "most"));
    }

    private int changing(String sql, Values values, List<String> parameters) {
        return store.changing(
                Hold.NOTHING,
                link -> Attempt.committed(link.change(sql, statement -> values.bind(statement, parameters))));
    }

    private static Values values(Passage passage) {
        return new Values()
                .moment("at", passage.at())
                .text("request", passage.requestId())
                .word("way", passage.way())
                .id("actor", passage.who().actor())
                .id("session", passage.who().session())
                .id("vault", passage.who().vault())
                .text("method", passage.what().method())
                .text("host", passage.what().host())
                .text("path", passage.what().path())
                .text("service", passage.fate().service())
                .text("credential_keys", String.join(" ", passage.fate().keys()))
                .number("status", passage.fate().status())
                .number("sent", passage.cost().sent())
                .number("received", passage.cost().received())
                .number("connected_micros", micros(passage.cost().untilConnected()))
                .number("answered_micros", micros(passage.cost().untilAnswered()))
                .number("whole_micros", micros(passage.cost().whole()))
                .text("code", passage.fate().code());
    }

    private static Kept kept(Cells from) {
        var keys = from.text("credential_keys");
        var passage = new Passage(
                from.moment("at"),
                from.text("request"),
                from.word("way", Passage.Way.class),
                new Passage.Who(from.id("actor"), from.id("session"), from.id("vault")),
                new Passage.What(from.text("method"), from.text("host"), from.text("path")),
                new Passage.Fate(
                        from.text("service"),
                        keys.isEmpty() ? List.of() : List.of(keys.split(" ", -1)),
                        from.integer("status"),
                        from.text("code")),
                new Passage.Cost(
                        from.number("sent"),
                        from.number("received"),
                        micros(from, "connected_micros"),
                        micros(from, "answered_micros"),
                        micros(from, "whole_micros")));
        return new Kept(from.number("number"), passage);
    }

    private static long micros(Duration time) {
        return time.toNanos() / 1_000;
    }

    private static Duration micros(Cells from, String column) {
        return Duration.ofNanos(from.number(column) * 1_000);
    }
}
