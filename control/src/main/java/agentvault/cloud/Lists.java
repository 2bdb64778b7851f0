package agentvault.cloud;

import agentvault.document.Document;
import agentvault.document.Unfit;
import agentvault.page.Cursor;
import agentvault.page.Page;
import agentvault.page.PageRequest;
import agentvault.page.PageRequest.Archived;
import agentvault.page.PageRequest.Filter;
import agentvault.page.PageRequest.From;
import agentvault.route.Answers;
import agentvault.route.Query;
import agentvault.vault.Life;
import agentvault.vault.Stamp;
import agentvault.wire.Answer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// Lists as the cloud protocols page through them, newest first.
public final class Lists {

    private static final int USUAL = 20;
    private static final int MOST = 100;

    private Lists() {}

    public static PageRequest request(Manner manner, Query query, Function<String, Optional<Life>> find) {
        return new PageRequest(limit(manner, query), from(query, find), filter(query));
    }

    /// The first generation of Qoder's protocol takes the most that there is for more.
    private static int limit(Manner manner, Query query) {
        long most = manner == Manner.QODER ? Integer.MAX_VALUE : MOST;
        return (int) Math.min(query.number("limit", 1, most, USUAL), MOST);
    }

    private static From from(Query query, Function<String, Optional<Life>> find) {
        var ways = new ArrayList<From>();
        for (var name : List.of("after_id", "after")) {
            query.maybe(name).ifPresent(id -> ways.add(new From.OlderThan(stamp(name, id, find))));
        }
        for (var name : List.of("before_id", "before")) {
            query.maybe(name).ifPresent(id -> ways.add(new From.NewerThan(stamp(name, id, find))));
        }
        query.maybe("page").ifPresent(text -> ways.add(new From.OlderThan(cursor(text))));
        if (ways.size() > 1) throw new Unfit("page", "Of page, after_id and before_id a request has one at most.");
        return ways.isEmpty() ? new From.Newest() : ways.getFirst();
    }

    private static Stamp stamp(String name, String id, Function<String, Optional<Life>> find) {
        return find.apply(id)
                .map(Life::created)
                .orElseThrow(() -> new Unfit(name, name + " names nothing in this list."));
    }

    private static Stamp cursor(String text) {
        return Cursor.parse(text)
                .map(Cursor::after)
                .orElseThrow(() -> new Unfit("page", "page is the next_page of an answer."));
    }

    private static Filter filter(Query query) {
        return new Filter(
                archived(query),
                query.maybe("name").orElse(""),
                moment(query, "created_at[gte]", Filter.ACTIVE.madeFrom()),
                moment(query, "created_at[lte]", Filter.ACTIVE.madeTo()));
    }

    private static Archived archived(Query query) {
        var usual = query.flag("include_archived") ? Archived.INCLUDED : Archived.LEFT_OUT;
        return query.maybe("status")
                .map(status -> switch (status) {
                    case "active" -> Archived.LEFT_OUT;
                    case "archived" -> Archived.ALONE;
                    default -> throw new Unfit("status", "status is active or archived.");
                })
                .orElse(usual);
    }

    private static Instant moment(Query query, String name, Instant otherwise) {
        return query.maybe(name)
                .map(text -> {
                    try {
                        return Instant.parse(text);
                    } catch (DateTimeException _) {
                        throw new Unfit(name, name + " is a time as in RFC 3339.");
                    }
                })
                .orElse(otherwise);
    }

    /// The part of a list that was asked for.
    ///
    /// @param all newest first
    /// @param name what the filter's name is looked for in
    public static <T> Page<T> cut(List<T> all, PageRequest request, Function<T, Life> life, Function<T, String> name) {
        var fit = all.stream()
                .filter(one -> fits(request.filter(), life.apply(one), name.apply(one)))
                .toList();
        return switch (request.from()) {
            case From.Newest() -> first(fit, request.limit());
            case From.OlderThan(var stamp) -> first(where(fit, life, at -> at.compareTo(stamp) < 0), request.limit());
            case From.NewerThan(var stamp) -> last(where(fit, life, at -> at.compareTo(stamp) > 0), request.limit());
        };
    }

    private static boolean fits(Filter filter, Life life, String name) {
        boolean kept = switch (filter.archived()) {
            case LEFT_OUT -> life.active();
            case INCLUDED -> true;
            case ALONE -> !life.active();
        };
        var made = life.created().at();
        return kept
                && name.toLowerCase(Locale.ROOT).contains(filter.nameContains().toLowerCase(Locale.ROOT))
                && !made.isBefore(filter.madeFrom())
                && !made.isAfter(filter.madeTo());
    }

    private static <T> List<T> where(List<T> all, Function<T, Life> life, Predicate<Stamp> which) {
        return all.stream().filter(one -> which.test(life.apply(one).created())).toList();
    }

    private static <T> Page<T> first(List<T> all, int limit) {
        return new Page<>(all.subList(0, Math.min(limit, all.size())), all.size() > limit);
    }

    private static <T> Page<T> last(List<T> all, int limit) {
        return new Page<>(all.subList(Math.max(0, all.size() - limit), all.size()), all.size() > limit);
    }

    /// @param each how one of them is shown
    /// @param id how it is called
    public static <T> Answer answer(
            Page<T> page,
            PageRequest request,
            Function<T, Document> each,
            Function<T, String> id,
            Function<T, Life> life) {
        var items = page.items();
        var document = new Document().withAll("data", items.stream().map(each).toList());
        var ends = items.isEmpty() ? Optional.<T>empty() : Optional.of(items.getLast());
        Times.maybe(document, "first_id", items.stream().findFirst().map(id));
        Times.maybe(document, "last_id", ends.map(id));
        document.with("has_more", page.more());
        boolean older = page.more() && !(request.from() instanceof From.NewerThan);
        var next = ends.filter(_ -> older).map(one -> new Cursor(life.apply(one).created()).text());
        return Answers.ok(Times.maybe(document, "next_page", next));
    }
}
