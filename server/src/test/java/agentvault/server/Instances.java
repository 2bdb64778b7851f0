package agentvault.server;

import agentvault.crypto.KeyProvider;
import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailSettings;
import agentvault.keys.Argon2Passwords;
import agentvault.keys.SystemRandomness;
import agentvault.store.SqlStore;
import java.time.InstantSource;

/// Opens instances for tests.
final class Instances {

    private Instances() {}

    static Instance ready(DataDirectory data, SqlStore store, KeyProvider provider) {
        return ready(data, store, provider, InstantSource.system());
    }

    static Instance ready(DataDirectory data, SqlStore store, KeyProvider provider, InstantSource clock) {
        return switch (open(data, store, provider, clock)) {
            case Instance.Opening.Ready(var instance) -> instance;
            case Instance.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
            case Instance.Opening.Locked() -> throw new AssertionError("another key");
        };
    }

    static Instance.Opening open(DataDirectory data, SqlStore store, KeyProvider provider) {
        return open(data, store, provider, InstantSource.system());
    }

    private static Instance.Opening open(
            DataDirectory data, SqlStore store, KeyProvider provider, InstantSource clock) {
        var random = new SystemRandomness();
        var settings = TrailSettings.of(Durability.WRITE);
        var around = new Instance.Surroundings(provider, new Argon2Passwords(random), random, clock, settings, "test");
        return Instance.open(data, store, around);
    }
}
