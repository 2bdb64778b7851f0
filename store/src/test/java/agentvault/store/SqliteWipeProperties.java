package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;
import static agentvault.workspace.Examples.octets;
import static org.assertj.core.api.Assertions.assertThat;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.vault.Credential;
import agentvault.vault.Material;
import agentvault.workspace.Examples;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store.Writing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;

/// No sealed value can be opened from the files once its row is gone, however rows have moved between pages.
class SqliteWipeProperties {

    private static final Id VAULT = id(100);
    private static final int CHANGES = 60;
    private static final int ROWS = 25;

    /// Of sealed values: from a corner of a page to several pages.
    private static final List<Integer> SIZES = List.of(0, 60, 250, 800, 1_700, 4_000, 9_800);

    private enum Kind {
        PUT,
        ARCHIVE,
        DELETE
    }

    private record Change(Kind kind, int row, Octets value) {}

    @Property(tries = 10, edgeCases = EdgeCasesMode.FIRST, shrinking = ShrinkingMode.OFF)
    void no_file_holds_what_opens_a_value_that_is_gone(@ForAll("seeds") long seed) throws IOException {
        var random = new Random(seed);
        var folder = Database.folder();
        var live = new HashMap<Integer, Credential>();
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            for (int number = 0; number < CHANGES; number++) {
                var change = new Change(
                        Kind.values()[random.nextInt(Kind.values().length)],
                        random.nextInt(ROWS),
                        value(number, SIZES.get(random.nextInt(SIZES.size()))));
                var before = Optional.ofNullable(live.get(change.row()));
                store.write(Set.of(Scope.vault(VAULT)), all -> {
                    apply(change, live, all);
                    return Outcome.done(true);
                });
                assertThat(before.stream().flatMap(SqliteWipeProperties::words)).noneMatch(files(folder)::contains);
            }
            assertThat(live.values().stream().flatMap(SqliteWipeProperties::words))
                    .allMatch(files(folder)::contains);
        } finally {
            Database.delete(folder);
        }
    }

    /// With these two, SQLite by itself leaves traces of a value.
    @Provide
    Arbitrary<Long> seeds() {
        return Arbitraries.longs().edgeCases(config -> config.includeOnly(71L, 91L));
    }

    /// A value that begins with words of its own, as an envelope begins with its salt.
    private static Octets value(int number, int size) {
        return octets(words(number).collect(Collectors.joining()) + "x".repeat(size));
    }

    private static Stream<String> words(int number) {
        return IntStream.range(0, 5).mapToObj(word -> "<%04d:%d>".formatted(number, word));
    }

    private static Stream<String> words(Credential credential) {
        return switch (credential.material()) {
            case Material.Held held -> held.parts().values().stream().flatMap(value -> words(number(value)));
            case Material.Destroyed _ -> Stream.empty();
        };
    }

    private static int number(Octets value) {
        return Integer.parseInt(new String(value.bytes(), StandardCharsets.US_ASCII).substring(1, 5));
    }

    private static void apply(Change change, Map<Integer, Credential> live, Writing all) {
        var next = Examples.credential(id(change.row()), VAULT, "KEY_" + change.row(), change.value());
        var known = live.get(change.row());
        if (known == null) {
            all.insert(next, SEAL);
            live.put(change.row(), next);
            return;
        }
        switch (change.kind()) {
            case PUT -> {
                all.update(next, SEAL);
                live.put(change.row(), next);
            }
            case ARCHIVE -> {
                all.update(known.archived(Examples.NOON), SEAL);
                live.put(change.row(), known.archived(Examples.NOON));
            }
            case DELETE -> {
                all.delete(known);
                live.remove(change.row());
            }
        }
    }

    private static String files(Path folder) throws IOException {
        var text = new StringBuilder();
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
        }
        return text.toString();
    }
}
