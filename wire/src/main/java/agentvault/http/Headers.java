package agentvault.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Header fields in their order. Names are compared without case; a name may come more than once.
public final class Headers {

    public static final Headers NONE = new Headers(List.of());

    private final List<Field> fields;

    /// One header line: a name that is a word, and a value without control characters or blanks around it.
    public record Field(String name, String value) {

        public Field {
            if (!Grammar.isWord(name)) throw new IllegalArgumentException("no header name");
            boolean blank = !value.isEmpty()
                    && (Grammar.isBlank(value.charAt(0)) || Grammar.isBlank(value.charAt(value.length() - 1)));
            if (blank || !Grammar.isValue(value))
                throw new IllegalArgumentException("no value for a header: that of " + name);
        }

        /// The name alone: values may be secrets.
        @Override
        public String toString() {
            return name;
        }
    }

    Headers(List<Field> fields) {
        this.fields = List.copyOf(fields);
    }

    /// Makes headers of names and values in turn.
    public static Headers of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) throw new IllegalArgumentException("a name without a value");
        var fields = new ArrayList<Field>();
        for (int i = 0; i < namesAndValues.length; i += 2)
            fields.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        return new Headers(fields);
    }

    /// These and one more, at the end.
    public Headers with(String name, String value) {
        var more = new ArrayList<>(fields);
        more.add(new Field(name, value));
        return new Headers(more);
    }

    public Optional<String> first(String name) {
        for (var field : fields) if (field.name().equalsIgnoreCase(name)) return Optional.of(field.value());
        return Optional.empty();
    }

    /// All values under a name, in their order.
    public List<String> all(String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Field::value)
                .toList();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    public List<Field> fields() {
        return fields;
    }

    /// The names alone: values may be secrets.
    @Override
    public String toString() {
        return fields.stream().map(Field::name).collect(Collectors.joining(", ", "[", "]"));
    }
}
