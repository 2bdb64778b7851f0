package agentvault.route;

import agentvault.document.Members;
import agentvault.document.Unfit;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What stands behind the question mark, each name once. What has another form than is asked for is [Unfit].
public final class Query {

    private final Map<String, String> all;

    private Query(Map<String, String> all) {
        this.all = all;
    }

    static Query parse(String text) {
        var all = new HashMap<String, String>();
        if (text.isEmpty()) return new Query(all);
        for (var pair : text.split("&", -1)) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            var name = decoded(equals < 0 ? pair : pair.substring(0, equals));
            var value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
            if (all.put(name, value) != null) throw new Unfit(name, "The query names " + name + " twice.");
        }
        return new Query(all);
    }

    private static String decoded(String text) {
        return Percent.decoded(text, true)
                .orElseThrow(() -> new Unfit("", "The query is not percent-encoded UTF-8 without control characters."));
    }

    /// Empty also if nothing stands behind the name.
    public Optional<String> maybe(String name) {
        return Optional.ofNullable(all.get(name)).filter(value -> !value.isEmpty());
    }

    public String text(String name) {
        return maybe(name).orElseThrow(() -> new Unfit(name, name + " is missing in the query."));
    }

    public <T> Optional<T> maybe(String name, Function<String, T> form) {
        return maybe(name).map(text -> {
            try {
                return form.apply(text);
            } catch (IllegalArgumentException refused) {
                throw new Unfit(name, name + ": " + refused.getMessage() + ".");
            }
        });
    }

    public boolean flag(String name) {
        return switch (maybe(name).orElse("false")) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw new Unfit(name, name + " is true or false.");
        };
    }

    public long number(String name, long least, long most, long otherwise) {
        return maybe(name)
                .map(text -> {
                    boolean digits = text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
                    long number = digits ? Long.parseLong(text) : -1;
                    if (number < least || number > most)
                        throw new Unfit(name, name + " is a whole number from " + least + " to " + most + ".");
                    return number;
                })
                .orElse(otherwise);
    }

    /// One of the constants of an enum, in the spelling of the protocol.
    public <E extends Enum<E>> Optional<E> choice(String name, Class<E> type) {
        return maybe(name)
                .map(text -> Stream.of(type.getEnumConstants())
                        .filter(constant -> Members.word(constant).equals(text))
                        .findFirst()
                        .orElseThrow(() -> new Unfit(
                                name,
                                name + " is one of "
                                        + Stream.of(type.getEnumConstants())
                                                .map(Members::word)
                                                .collect(Collectors.joining(", "))
                                        + ".")));
    }
}
