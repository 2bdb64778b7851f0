package agentvault.operations;

import agentvault.cli.Version;
import agentvault.command.Call;
import agentvault.command.Failure;
import agentvault.files.DataDirectory;
import agentvault.files.Durability;
import agentvault.files.TrailSettings;
import agentvault.keys.Argon2Passwords;
import agentvault.server.Instance;
import agentvault.server.StoppedInstance;
import agentvault.store.SqlStore;
import agentvault.workspace.Installation;

/// A vault whose server does not run, taken by one command: first the directory, then the database.
record ClosedVault(Call call, Place place, DataDirectory directory, SqlStore store) implements AutoCloseable {

    static ClosedVault open(Call call) {
        return open(call, Place.of(call));
    }

    static ClosedVault open(Call call, Place place) {
        var directory = place.take();
        try {
            return new ClosedVault(call, place, directory, place.open());
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    Unlocked unlock() {
        return Unlocked.of(call, place, store);
    }

    /// Opens its keys and its trail without writing anything.
    StoppedInstance examine(Unlocked unlocked) {
        return switch (Installation.open(store, unlocked.provider())) {
            case Installation.Opening.Open(var keys) -> new StoppedInstance(directory, store, keys, around(unlocked));
            case Installation.Opening.NotFounded() -> throw Failure.of("There is no vault in this database.");
            case Installation.Opening.WrongKey() -> throw unlocked.wrong();
            case Installation.Opening.Broken(var findings) -> throw Offline.changed(findings);
        };
    }

    /// Opens it as a server does. A vault that was changed behind the server's back is not worked on.
    Instance start(Unlocked unlocked) {
        examine(unlocked).close();
        var opening = Instance.open(directory, store, around(unlocked));
        if (opening instanceof Instance.Opening.Refused(var sentence)) throw Failure.of(sentence);
        if (!(opening instanceof Instance.Opening.Ready(var instance))) throw unlocked.wrong();
        if (instance.report().findings().isEmpty()) return instance;
        instance.close();
        throw Offline.changed(instance.report().findings());
    }

    private Instance.Surroundings around(Unlocked unlocked) {
        return new Instance.Surroundings(
                unlocked.provider(),
                new Argon2Passwords(Unlocked.RANDOM),
                Unlocked.RANDOM,
                call.environment().clock(),
                TrailSettings.of(Durability.FSYNC),
                Version.NUMBER);
    }

    @Override
    public void close() {
        store.close();
        directory.close();
    }
}
