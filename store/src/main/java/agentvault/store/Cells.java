package agentvault.store;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Life;
import agentvault.vault.Stamp;
import agentvault.vault.Until;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/// The columns of one row as they were found. Whatever is not what was written there makes a [Misfit].
final class Cells {

    private final Map<String, Object> cells = new HashMap<>();

    /// That a column holds what no row of ours has there. It names the column and no value.
    static final class Misfit extends RuntimeException {

        private static final long serialVersionUID = 1;

        private final String why;

        Misfit(String column) {
            why = "column " + column + " holds what was never written there";
        }

        String why() {
            return why;
        }
    }

    Cells(ResultSet results, List<String> columns) throws SQLException {
        int place = 1;
        for (String column : columns) {
            Object value = results.getObject(place++);
            if (value != null) cells.put(column, value);
        }
    }

    String text(String column) {
        return text(column, Function.identity());
    }

    <T> T text(String column, Function<String, T> parse) {
        return maybeText(column, parse).orElseThrow(() -> new Misfit(column));
    }

    <T> Optional<T> maybeText(String column, Function<String, T> parse) {
        return maybe(column, String.class).map(text -> parsed(column, () -> parse.apply(text)));
    }

    <T> T json(String column, Function<JsonNode, T> parse) {
        return text(column, text -> parse.apply(Json.tree(text)));
    }

    <T> Optional<T> maybeJson(String column, Function<JsonNode, T> parse) {
        return maybeText(column, text -> parse.apply(Json.tree(text)));
    }

    <E extends Enum<E>> E word(String column, Class<E> words) {
        return text(column, text -> Enum.valueOf(words, text));
    }

    Id id(String column) {
        return text(column, Cells::idOf);
    }

    Optional<Id> maybeId(String column) {
        return maybeText(column, Cells::idOf);
    }

    /// Reads the one spelling in which ids are written.
    static Id idOf(String text) {
        var id = Id.of(UUID.fromString(text));
        if (!id.toString().equals(text)) throw new IllegalArgumentException("an id in another spelling");
        return id;
    }

    Scope scope() {
        return new Scope(word("scope_kind", Scope.Kind.class), id("scope_id"));
    }

    long number(String column) {
        return maybeNumber(column).orElseThrow(() -> new Misfit(column));
    }

    int integer(String column) {
        long value = number(column);
        return parsed(column, () -> Math.toIntExact(value));
    }

    boolean flag(String column) {
        long value = number(column);
        if (value != 0 && value != 1) throw new Misfit(column);
        return value == 1;
    }

    Instant moment(String column) {
        long micros = number(column);
        return parsed(column, () -> Stamp.instant(micros));
    }

    Optional<Instant> maybeMoment(String column) {
        return maybeNumber(column).map(micros -> parsed(column, () -> Stamp.instant(micros)));
    }

    Octets octets(String column) {
        return maybeOctets(column).orElseThrow(() -> new Misfit(column));
    }

    Optional<Octets> maybeOctets(String column) {
        return maybe(column, byte[].class).map(Octets::of);
    }

    Until until() {
        return maybeMoment("expires_at").map(Until::at).orElse(Until.forever());
    }

    Stamp created() {
        return new Stamp(moment("created_at"), number("created_sequence"));
    }

    Life life() {
        var state = maybeMoment("archived_at")
                .<Life.State>map(Life.State.Archived::new)
                .orElse(new Life.State.Active());
        return new Life(created(), moment("updated_at"), state);
    }

    Optional<Long> maybeNumber(String column) {
        return maybe(column, Number.class).map(number -> {
            if (number instanceof Long || number instanceof Integer) return number.longValue();
            throw new Misfit(column);
        });
    }

    private <T> Optional<T> maybe(String column, Class<T> type) {
        var value = cells.get(column);
        if (value == null) return Optional.empty();
        if (!type.isInstance(value)) throw new Misfit(column);
        return Optional.of(type.cast(value));
    }

    /// Parsers and constructors refuse in many ways, and some name the value: none of their messages leave here.
    private static <T> T parsed(String column, Supplier<T> parse) {
        try {
            return parse.get();
        } catch (RuntimeException e) {
            throw new Misfit(column);
        }
    }
}
