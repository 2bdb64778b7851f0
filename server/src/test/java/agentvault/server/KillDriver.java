package agentvault.server;

import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailSettings;
import agentvault.keys.Argon2Passwords;
import agentvault.keys.KeyFile;
import agentvault.keys.SystemRandomness;
import java.nio.file.Path;
import java.time.InstantSource;

/// A process that opens a data directory, makes one change, says so, and stops. It is the one that gets killed.
public final class KillDriver {

    static final String ACKNOWLEDGED = "ACKNOWLEDGED";

    private KillDriver() {}

    /// @param arguments the data directory, the key file, the name of the [KilledOperation]
    public static void main(String[] arguments) {
        var directory = Path.of(arguments[0]);
        var operation = KilledOperation.valueOf(arguments[2]);
        try (var key = key(Path.of(arguments[1]));
                var data = data(directory);
                var instance = open(data, key)) {
            operation.run(instance.workspace(), key);
            System.out.println(ACKNOWLEDGED);
            System.out.flush();
        }
    }

    static KeyFile key(Path path) {
        return switch (KeyFile.open(path, new SystemRandomness())) {
            case KeyFile.Reading.Ready(var file) -> file;
            case KeyFile.Reading.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    static DataDirectory data(Path path) {
        return switch (DataDirectory.open(path)) {
            case DataDirectory.Opening.Opened(var directory) -> directory;
            case DataDirectory.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    static Instance open(DataDirectory data, KeyFile key) {
        var random = new SystemRandomness();
        var around = new Instance.Surroundings(
                key,
                new Argon2Passwords(random),
                random,
                InstantSource.system(),
                TrailSettings.of(Durability.WRITE),
                "test");
        return switch (Instance.open(data, around)) {
            case Instance.Opening.Ready(var instance) -> instance;
            case Instance.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
            case Instance.Opening.Locked() -> throw new AssertionError("another key");
        };
    }
}
