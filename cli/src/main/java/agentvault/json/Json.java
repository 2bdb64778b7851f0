package agentvault.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON value.
///
/// The accessors forgive what is missing: a server of another version may leave a field out, and a table then has an
/// empty
/// place.
public sealed interface Json
        permits Json.Fields, Json.Items, Json.Text, Json.Digits, Json.Truth, Json.Nothing, HiddenText {

    /// An object; the order of its fields is kept.
    record Fields(Map<String, Json> fields) implements Json {
        public Fields {
            fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        }

        public Fields with(String name, Json value) {
            var more = new LinkedHashMap<>(fields);
            more.put(name, value);
            return new Fields(more);
        }

        public Fields with(String name, String value) {
            return with(name, new Text(value));
        }

        public Fields with(String name, boolean value) {
            return with(name, new Truth(value));
        }

        public Fields with(String name, long value) {
            return with(name, new Digits(Long.toString(value)));
        }
    }

    record Items(List<Json> items) implements Json {
        public Items {
            items = List.copyOf(items);
        }
    }

    record Text(String text) implements Json {}

    /// A number as it was written, so that none loses a digit.
    record Digits(String digits) implements Json {}

    record Truth(boolean value) implements Json {}

    record Nothing() implements Json {}

    static Fields object() {
        return new Fields(Map.of());
    }

    static Items texts(List<String> texts) {
        return new Items(texts.stream().<Json>map(Text::new).toList());
    }

    /// Empty if the text is not exactly one JSON value.
    static Optional<Json> read(String text) {
        return JsonReader.read(text);
    }

    /// Nothing if there is no such field.
    default Json get(String name) {
        return this instanceof Fields(var fields) ? fields.getOrDefault(name, new Nothing()) : new Nothing();
    }

    /// A field's text or digits; empty if there is neither.
    default String text(String name) {
        return get(name).text();
    }

    /// The text, the digits or the truth of this value; empty for all else.
    default String text() {
        return switch (this) {
            case Text(var text) -> text;
            case Digits(var digits) -> digits;
            case Truth(var value) -> Boolean.toString(value);
            case HiddenText _, Fields _, Items _, Nothing _ -> "";
        };
    }

    default boolean truth(String name) {
        return get(name) instanceof Truth(var value) && value;
    }

    /// The values of a field that is a list; none if it is not.
    default List<Json> items(String name) {
        return get(name) instanceof Items(var items) ? items : List.of();
    }

    /// Is there such a field, with a value that is not null.
    default boolean has(String name) {
        return !(get(name) instanceof Nothing);
    }

    /// On one line, as a server takes it. This writes hidden texts, too.
    default String compact() {
        return JsonWriter.compact(this);
    }

    /// On several lines, as people read it; hidden texts stay hidden.
    default String shown() {
        return JsonWriter.shown(this);
    }
}
