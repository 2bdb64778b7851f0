package agentvault.document;

import agentvault.crypto.Secret;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The members of a JSON object that was sent, each asked for by its name and in the form that is needed. What has
/// another form is [Unfit]. A member that is null is as one that is not there.
public final class Members {

    private static final int MAX_QUOTED = 100;

    private final String path;
    private final Map<String, Json> all;

    private Members(String path, Map<String, Json> all) {
        this.path = path;
        this.all = all;
    }

    /// The members of a body.
    public static Members of(Json body) {
        return of("", body);
    }

    private static Members of(String path, Json value) {
        if (value instanceof Json.Entries(var all)) return new Members(path, all);
        throw new Unfit(path, path.isEmpty() ? "Send a JSON object." : path + " is a JSON object.");
    }

    public boolean has(String name) {
        return find(name).isPresent();
    }

    /// Whether it was sent, be it as null.
    public boolean names(String name) {
        return all.containsKey(name);
    }

    public Set<String> names() {
        return all.keySet();
    }

    /// Refuses members of other names.
    public Members only(String... names) {
        var known = Set.of(names);
        all.keySet().stream().filter(name -> !known.contains(name)).findFirst().ifPresent(name -> {
            throw unfit(
                    name,
                    " is not known here; there are " + Stream.of(names).sorted().collect(Collectors.joining(", ")));
        });
        return this;
    }

    public String text(String name) {
        return maybeText(name).orElseThrow(() -> missing(name));
    }

    public String text(String name, String otherwise) {
        return maybeText(name).orElse(otherwise);
    }

    public Optional<String> maybeText(String name) {
        return find(name).map(value -> shown(at(name), value));
    }

    /// A text in a form; what the form refuses with an [IllegalArgumentException] is unfit for the reason it gives.
    public <T> T text(String name, Function<String, T> form) {
        return formed(at(name), text(name), form);
    }

    public <T> Optional<T> maybeText(String name, Function<String, T> form) {
        return maybeText(name).map(text -> formed(at(name), text, form));
    }

    /// A member's name in a form.
    public <T> T named(String name, Function<String, T> form) {
        return formed(at(name), name, form);
    }

    /// Whoever gets it closes it.
    public Secret secret(String name) {
        return find(name).map(value -> hidden(at(name), value)).orElseThrow(() -> missing(name));
    }

    public boolean flag(String name, boolean otherwise) {
        return find(name)
                .map(value -> {
                    if (value instanceof Json.Truth(var flag)) return flag;
                    throw unfit(name, " is true or false");
                })
                .orElse(otherwise);
    }

    public boolean flag(String name) {
        if (!has(name)) throw missing(name);
        return flag(name, false);
    }

    public Optional<Long> maybeNumber(String name, long least, long most) {
        return find(name).map(value -> {
            if (value instanceof Json.Numeric(var number) && within(number, least, most))
                return number.longValueExact();
            throw unfit(name, " is a whole number from " + least + " to " + most);
        });
    }

    /// One of the constants of an enum, in the spelling of the protocol: `no-access` for `NO_ACCESS`.
    public <E extends Enum<E>> E choice(String name, Class<E> type, E otherwise) {
        return maybeText(name).map(text -> chosen(name, type, text)).orElse(otherwise);
    }

    public <E extends Enum<E>> E choice(String name, Class<E> type) {
        return chosen(name, type, text(name));
    }

    private <E extends Enum<E>> E chosen(String name, Class<E> type, String text) {
        return Stream.of(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> unfit(
                        name,
                        " is one of "
                                + Stream.of(type.getEnumConstants())
                                        .map(Members::word)
                                        .collect(Collectors.joining(", "))));
    }

    /// A text that was sent, short enough to be repeated in an answer.
    public static String cut(String text) {
        return text.codePointCount(0, text.length()) <= MAX_QUOTED
                ? text
                : text.substring(0, text.offsetByCodePoints(0, MAX_QUOTED)) + "…";
    }

    /// How the protocol spells a constant.
    public static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// Whether it is an object, where a protocol takes something simpler as well.
    public boolean holdsObject(String name) {
        return find(name).filter(Json.Entries.class::isInstance).isPresent();
    }

    public Members object(String name) {
        return of(at(name), find(name).orElseThrow(() -> missing(name)));
    }

    public Optional<Members> maybeObject(String name) {
        return find(name).map(value -> of(at(name), value));
    }

    /// The objects of a list; none if it is not there.
    public List<Members> objects(String name) {
        var found = new ArrayList<Members>();
        for (var item : items(name)) found.add(of(at(name) + "[" + found.size() + "]", item));
        return found;
    }

    /// The texts of a list; none if it is not there.
    public List<String> texts(String name) {
        var found = new ArrayList<String>();
        for (var item : items(name)) found.add(shown(at(name) + "[" + found.size() + "]", item));
        return found;
    }

    /// The secrets of an object, by their names. Whoever gets them closes them.
    public Map<String, Secret> secrets(String name) {
        var inner = object(name);
        var found = new LinkedHashMap<String, Secret>();
        inner.all.forEach((key, value) -> found.put(key, hidden(inner.at(key), value)));
        return found;
    }

    /// Where this object is in what was sent.
    public String path() {
        return path;
    }

    public String at(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    public Unfit unfit(String name, String sentence) {
        return new Unfit(at(name), at(name) + sentence + ".");
    }

    private Unfit missing(String name) {
        return unfit(name, " is missing");
    }

    private List<Json> items(String name) {
        return find(name)
                .map(value -> {
                    if (value instanceof Json.Items(var items)) return items;
                    throw unfit(name, " is a list");
                })
                .orElse(List.of());
    }

    private Optional<Json> find(String name) {
        return Optional.ofNullable(all.get(name)).filter(value -> !(value instanceof Json.Nothing));
    }

    private static boolean within(BigDecimal number, long least, long most) {
        boolean between =
                number.compareTo(BigDecimal.valueOf(least)) >= 0 && number.compareTo(BigDecimal.valueOf(most)) <= 0;
        return between && number.stripTrailingZeros().scale() <= 0;
    }

    private static String shown(String at, Json value) {
        if (!(value instanceof Json.Text text)) throw new Unfit(at, at + " is a text.");
        var string = text.string();
        if (string.indexOf('\0') >= 0) throw new Unfit(at, at + " has a null character.");
        return string;
    }

    private static Secret hidden(String at, Json value) {
        if (value instanceof Json.Text text) return text.secret();
        throw new Unfit(at, at + " is a text.");
    }

    private static <T> T formed(String at, String text, Function<String, T> form) {
        try {
            return form.apply(text);
        } catch (IllegalArgumentException refused) {
            throw new Unfit(at, at + ": " + refused.getMessage() + ".");
        }
    }
}
