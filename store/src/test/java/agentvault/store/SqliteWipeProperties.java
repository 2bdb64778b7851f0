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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// No sealed value outlives its row in the files, however rows move between pages.
class SqliteWipeProperties {

    private static final Id VAULT = id(100);

    enum Kind {
        PUT,
        ARCHIVE,
        DELETE
    }

    /// @param size of the sealed value: from a corner of a page to several pages
    record Change(Kind kind, int row, int size) {}

    @Property(tries = 25)
    void no_file_holds_a_value_that_is_gone(@ForAll("changes") List<Change> changes) throws IOException {
        var folder = Database.folder();
        var live = new HashMap<Integer, Credential>();
        var gone = new ArrayList<String>();
        try (var store = SqliteStore.open(folder.resolve("vault.db"))) {
            int number = 0;
            for (var change : changes) {
                String value = "<value %06d>".formatted(number++).repeat(change.size());
                store.write(Set.of(Scope.vault(VAULT)), all -> {
                    apply(change, octets(value), live, all);
                    return Outcome.done(true);
                });
            }
            var kept = live.values().stream()
                    .filter(credential -> credential.life().active())
                    .map(SqliteWipeProperties::marker)
                    .collect(Collectors.toSet());
            for (int old = 0; old < number; old++) {
                String marker = "<value %06d>".formatted(old);
                if (!kept.contains(marker)) gone.add(marker);
            }
            String files = files(folder);
            assertThat(gone).noneMatch(files::contains);
            assertThat(kept).allMatch(files::contains);
        } finally {
            Database.delete(folder);
        }
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

    private static String marker(Credential credential) {
        var held = (Material.Held) credential.material();
        return held.parts().values().stream()
                .map(value -> new String(value.bytes(), StandardCharsets.US_ASCII).substring(0, 14))
                .findFirst()
                .orElseThrow();
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
                        Arbitraries.of(2, 8, 20, 60, 120, 290, 700))
                .as(Change::new)
                .list()
                .ofMinSize(100)
                .ofMaxSize(160);
    }
}
