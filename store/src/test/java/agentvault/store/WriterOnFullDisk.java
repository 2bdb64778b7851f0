package agentvault.store;

import static agentvault.workspace.Examples.SEAL;
import static agentvault.workspace.Examples.id;

import agentvault.crypto.Octets;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.workspace.Examples;
import agentvault.workspace.Outcome;
import agentvault.workspace.Store.Reading;
import agentvault.workspace.Store.Writing;
import agentvault.workspace.StoreUnavailable;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/// Another process, in which large writes fail: it says what came of each step.
final class WriterOnFullDisk {

    private static final Id VAULT = id(100);
    private static final int MEBIBYTE = 1 << 20;

    private WriterOnFullDisk() {}

    public static void main(String[] arguments) {
        try (var store = SqliteStore.open(Path.of(arguments[0]))) {
            step("first change", () -> write(store, all -> all.insert(Examples.vault(VAULT, "production"), SEAL)));
            step(
                    "large change",
                    () -> write(store, all -> {
                        for (int number = 0; number < 16; number++) {
                            var value = Octets.of(new byte[MEBIBYTE]);
                            all.insert(Examples.credential(id(number), VAULT, "KEY_" + number, value), SEAL);
                        }
                    }));
            step("next change", () -> write(store, all -> all.insert(Examples.grant(id(1), id(2), VAULT), SEAL)));
            step("next look", () -> store.read(Reading::manifests));
        }
    }

    private static void step(String name, Runnable step) {
        String came = "stored";
        try {
            step.run();
        } catch (StoreUnavailable e) {
            came = String.valueOf(e.getMessage());
        }
        System.out.println(name + ": " + came);
    }

    private static void write(SqliteStore store, Consumer<Writing> work) {
        store.write(Set.of(Scope.vault(VAULT)), all -> {
            work.accept(all);
            return Outcome.done(true);
        });
    }
}
