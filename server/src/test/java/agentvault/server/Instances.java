package agentvault.server;

import agentvault.crypto.KeyProvider;
import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailSettings;
import agentvault.keys.SystemRandomness;
import agentvault.workspace.Store;
import java.time.InstantSource;

/// Opens instances for tests.
final class Instances {

    private Instances() {}

    static Instance ready(DataDirectory data, Store store, KeyProvider provider) {
        return switch (open(data, store, provider)) {
            case Instance.Opening.Ready(var instance) -> instance;
            case Instance.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
        };
    }

    static Instance.Opening open(DataDirectory data, Store store, KeyProvider provider) {
        var around = new Instance.Surroundings(
                provider, new SystemRandomness(), InstantSource.system(), TrailSettings.of(Durability.WRITE), "test");
        return Instance.open(data, store, around);
    }
}
