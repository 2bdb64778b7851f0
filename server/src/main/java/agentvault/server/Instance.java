package agentvault.server;

import agentvault.crypto.Ed25519Signer;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Randomness;
import agentvault.files.DataDirectory;
import agentvault.files.TrailClock;
import agentvault.files.TrailFiles;
import agentvault.files.TrailKeys;
import agentvault.files.TrailReader;
import agentvault.files.TrailSettings;
import agentvault.store.SqliteStore;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailSigner;
import agentvault.workspace.Installation;
import agentvault.workspace.StartUp;
import agentvault.workspace.Store;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;

/// A workspace on a data directory: database, keys, trail and operations, opened in that order and closed in reverse.
public final class Instance implements AutoCloseable {

    private final Store store;
    private final KeyRing keys;
    private final TrailFiles trail;
    private final Workspace workspace;
    private final StartUp.Report report;

    private Instance(Store store, KeyRing keys, TrailFiles trail, Workspace workspace, StartUp.Report report) {
        this.store = store;
        this.keys = keys;
        this.trail = trail;
        this.workspace = workspace;
        this.report = report;
    }

    /// What came of opening a data directory.
    public sealed interface Opening {
        record Ready(Instance instance) implements Opening {}

        /// @param sentence says what is wrong and what to do
        record Refused(String sentence) implements Opening {}
    }

    /// What an instance takes from outside.
    public record Surroundings(
            KeyProvider provider, Randomness random, InstantSource clock, TrailSettings trail, String version) {}

    /// Opens what is there, or founds an installation in an empty directory.
    public static Opening open(DataDirectory directory, Surroundings around) {
        return open(directory, SqliteStore.open(directory.database()), around);
    }

    /// The same on a database that is elsewhere; the trail is always in the directory. The store is closed with the
    /// instance, or at once if there is none.
    public static Opening open(DataDirectory directory, Store store, Surroundings around) {
        try {
            return opened(directory, store, around);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Opening opened(DataDirectory directory, Store store, Surroundings around) {
        var opening = store.installation().isPresent()
                ? Installation.open(store, around.provider())
                : new Installation.Opening.Open(Installation.found(store, around.provider(), around.random()));
        return switch (opening) {
            case Installation.Opening.Open(var keys) -> new Opening.Ready(start(directory, store, keys, around));
            case Installation.Opening.NotFounded() ->
                refused(store, "The database has no installation. Start again with an empty data directory.");
            case Installation.Opening.WrongKey() ->
                refused(
                        store,
                        "This " + around.provider().kind() + " does not open the vault. Use the one it was made with.");
            case Installation.Opening.Broken(var findings) ->
                refused(store, "Keys in the database were changed: " + findings + ". Restore a backup.");
        };
    }

    private static Opening refused(Store store, String sentence) {
        store.close();
        return new Opening.Refused(sentence);
    }

    private static Instance start(DataDirectory directory, Store store, KeyRing keys, Surroundings around) {
        var id = directory.instance(around.random());
        var trail = TrailFiles.open(
                directory.trail(),
                new TrailIdentity(keys.installation(), id, around.version()),
                around.trail(),
                trailKeys(keys),
                new TrailClock(around.clock(), System::nanoTime),
                List.of());
        try {
            var workspace = new Workspace(store, trail, keys, around.random(), around.clock());
            var report = new StartUp(workspace, id).reconcile(new TrailReader(directory.trail()));
            return new Instance(store, keys, trail, workspace, report);
        } catch (RuntimeException e) {
            trail.close();
            keys.close();
            throw e;
        }
    }

    /// Every server of an installation signs with the same key; it is named by its version.
    private static TrailKeys trailKeys(KeyRing keys) {
        var key = keys.current(KeyUse.TRAIL);
        var signer = new Ed25519Signer(key.material());
        String name = "agent-vault-trail-" + key.version();
        byte[] publicKey = signer.publicKey();
        return new TrailKeys(
                TrailSigner.of(name, signer::sign),
                (named, message, signature) ->
                        named.equals(name) && Ed25519Signer.verifies(publicKey, message, signature));
    }

    public Workspace workspace() {
        return workspace;
    }

    /// What the start found.
    public StartUp.Report report() {
        return report;
    }

    @Override
    public void close() {
        trail.close();
        keys.close();
        store.close();
    }
}
