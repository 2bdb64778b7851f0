package agentvault.proxy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// A request as a server read it.
record Reading(String method, String target, List<Field> fields, String body) {

    record Field(String name, String value) {}

    /// How a server says it in a header line: method, target, body, and the fields in turn.
    static Reading of(String said) {
        var all = Arrays.stream(said.split("\\.", -1)).map(Reading::decoded).toList();
        var fields = new ArrayList<Field>();
        for (int i = 3; i + 1 < all.size(); i += 2)
            fields.add(new Field(all.get(i).toLowerCase(Locale.ROOT), all.get(i + 1)));
        return new Reading(all.get(0), all.get(1), fields, all.get(2));
    }

    static String said(List<String> parts) {
        return String.join(
                ".",
                parts.stream()
                        .map(part -> Base64.getEncoder().encodeToString(part.getBytes(StandardCharsets.ISO_8859_1)))
                        .toList());
    }

    private static String decoded(String part) {
        return new String(Base64.getDecoder().decode(part), StandardCharsets.ISO_8859_1);
    }

    List<String> values(String name) {
        return fields.stream()
                .filter(field -> field.name().equals(name))
                .map(Field::value)
                .toList();
    }

    /// What servers must agree upon.
    Reading essence() {
        return new Reading(
                method,
                target,
                fields.stream()
                        .filter(field ->
                                List.of("host", "authorization", "x-api-key").contains(field.name()))
                        .toList(),
                body);
    }
}
