package agentvault.dial;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// One way to write a host, and what becomes of it.
record Spelling(String becomes, String text) {

    static List<Spelling> all() {
        try (var in = Objects.requireNonNull(Spelling.class.getResourceAsStream("spellings.txt"));
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return reader.lines()
                    .filter(line -> line.endsWith("\""))
                    .map(line -> line.split(" +\"", 2))
                    .map(parts -> new Spelling(parts[0], parts[1].substring(0, parts[1].length() - 1)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Spelling> becoming(String... what) {
        return all().stream()
                .filter(one -> List.of(what).contains(one.becomes()))
                .toList();
    }
}
