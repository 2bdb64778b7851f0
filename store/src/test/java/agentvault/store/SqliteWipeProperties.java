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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// No sealed value can be opened from the files once its row is gone, however rows have moved between pages.
class SqliteWipeProperties {

    private static final Id VAULT = id(100);

    enum Kind {
        PUT,
        ARCHIVE,
        DELETE
    }

    /// @param size of the sealed value: from a corner of a page to several pages
    record Change(Kind kind, int row, int size) {}

    @Property(tries = 10)
    void no_file_holds_what_opens_a_value_that_is_gone(@ForAll("changes") List<Change> changes) throws IOException {
        var folder = Database.folder();
        var live = new HashMap<Integer, Credential>();
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            int number = 0;
            for (var change : changes) {
                var value = value(number++, change.size());
                store.write(Set.of(Scope.vault(VAULT)), all -> {
                    apply(change, value, live, all);
                    return Outcome.done(true);
                });
            }
            var kept =
                    live.values().stream().flatMap(SqliteWipeProperties::words).collect(Collectors.toSet());
            var gone = IntStream.range(0, number)
                    .boxed()
                    .flatMap(SqliteWipeProperties::words)
                    .filter(word -> !kept.contains(word));
            String files = files(folder);
            assertThat(gone).noneMatch(files::contains);
            assertThat(kept).allMatch(files::contains);
        } finally {
            Database.delete(folder);
        }
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

    private static void apply(Change change, Octets value, Map<Integer, Credential> live, Writing all) {
        var next = Examples.credential(id(change.row()), VAULT, "KEY_" + change.row(), value);
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

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.of(Kind.class),
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.of(0, 60, 250, 800, 1_700, 4_000, 9_800))
                .as(Change::new)
                .list()
                .ofMinSize(100)
                .ofMaxSize(160);
    }
}
