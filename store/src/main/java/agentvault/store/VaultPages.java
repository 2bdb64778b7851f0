package agentvault.store;

import agentvault.id.Id;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.page.PageRequest.From;
import agentvault.vault.Stamp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// Lists of the vaults that an actor has grants in, a page at a time: each page starts from a stamp, so it costs the
/// same however far down the list it is.
final class VaultPages {

    private static final String NEWEST_FIRST = "created_at DESC, created_sequence DESC";
    private static final String OLDEST_FIRST = "created_at, created_sequence";

    private final StringBuilder where = new StringBuilder();
    private final Values values = new Values();
    private final List<String> parameters = new ArrayList<>();

    private VaultPages() {}

    static Page<Id> read(Link link, Id actor, PageRequest request) {
        return switch (request.from()) {
            case From.Newest() -> new VaultPages().page(link, actor, request, NEWEST_FIRST);
            case From.OlderThan(var stamp) ->
                new VaultPages().beyond("<", stamp).page(link, actor, request, NEWEST_FIRST);
            case From.NewerThan(var stamp) -> {
                var oldestFirst = new VaultPages().beyond(">", stamp).page(link, actor, request, OLDEST_FIRST);
                yield new Page<>(oldestFirst.items().reversed(), oldestFirst.more());
            }
        };
    }

    private Page<Id> page(Link link, Id actor, PageRequest request, String order) {
        filter(link.dialect(), request.filter());
        values.id("actor", actor).number("limit", request.limit() + 1L);
        parameters.addFirst("actor");
        parameters.add("limit");
        var found = PlainTables.all(
                link, """
                SELECT id FROM vault
                WHERE id IN (SELECT scope_id FROM access_grant WHERE actor = ?)%s
                ORDER BY %s
                LIMIT ?
                """.formatted(where, order), values, parameters, List.of("id"), cells -> cells.id("id"));
        boolean more = found.size() > request.limit();
        return new Page<>(more ? found.subList(0, request.limit()) : found, more);
    }

    private VaultPages beyond(String compared, Stamp stamp) {
        values.moment("stamp_at", stamp.at()).number("stamp_sequence", stamp.sequence());
        return and("(created_at, created_sequence) " + compared + " (?, ?)", "stamp_at", "stamp_sequence");
    }

    private void filter(Dialect dialect, PageRequest.Filter filter) {
        values.moment("from", filter.madeFrom()).moment("to", filter.madeTo());
        and("created_at >= ? AND created_at <= ?", "from", "to");
        switch (filter.archived()) {
            case LEFT_OUT -> and("archived_at IS NULL");
            case ALONE -> and("archived_at IS NOT NULL");
            case INCLUDED -> {}
        }
        if (filter.nameContains().isEmpty()) return;
        values.text("name", VaultRows.folded(filter.nameContains()));
        String either = dialect.contains("display_name_folded") + " OR " + dialect.contains("slug");
        and("(" + either + ")", "name", "name");
    }

    private VaultPages and(String condition, String... named) {
        where.append("\nAND ").append(condition);
        Collections.addAll(parameters, named);
        return this;
    }
}
