package agentvault.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import agentvault.canary.Canary;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqliteStore;
import agentvault.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Collectors;

/// A data directory as one version left it, kept in the tests' resources for every later version to open. A release
/// that changes the schema adds one: `main` with the new folder, run once on the release's own code.
final class FrozenDatabase {

    private static final String KEY = "key";
    private static final String DATA = "data";
    private static final String STATE = "state.txt";

    private FrozenDatabase() {}

    /// @param arguments the folder to make
    public static void main(String[] arguments) throws IOException {
        var folder = Files.createDirectories(Path.of(arguments[0]));
        created(folder.resolve("first-key"));
        created(folder.resolve(KEY));
        try (var first = KillDriver.key(folder.resolve("first-key"));
                var key = KillDriver.key(folder.resolve(KEY));
                var data = KillDriver.data(folder.resolve(DATA));
                var instance = Instances.ready(data, SqliteStore.open(data.database()), first)) {
            new Life(instance.workspace(), Canary.ofMark()).live(first, key);
            Files.writeString(folder.resolve(STATE), seen(instance.workspace()));
        }
        Files.delete(folder.resolve("first-key"));
    }

    private static void created(Path key) {
        if (KeyFile.create(key, new SystemRandomness()) instanceof KeyFile.Reading.Ready(var file)) file.close();
    }

    /// A copy that can be opened: version control keeps no modes.
    static Path thawed(int version, Path into) throws IOException {
        var frozen = Path.of("src", "test", "resources", "frozen", String.valueOf(version));
        try (var all = Files.walk(frozen)) {
            for (var path : all.toList()) {
                var copy = into.resolve(frozen.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(copy);
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
                } else {
                    Files.copy(path, copy);
                    var mode = path.endsWith(KEY) ? "r--------" : "rw-------";
                    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString(mode));
                }
            }
        }
        return into;
    }

    static Path key(Path thawed) {
        return thawed.resolve(KEY);
    }

    static Path data(Path thawed) {
        return thawed.resolve(DATA);
    }

    /// Names, values and decisions; how a rule prints may change.
    static String seen(Workspace workspace) {
        return State.of(workspace).stream()
                .map(line -> line.replaceFirst(" Rule\\[.*", ""))
                .collect(Collectors.joining("\n"));
    }

    static String state(Path thawed) throws IOException {
        return Files.readString(thawed.resolve(STATE), UTF_8);
    }
}
