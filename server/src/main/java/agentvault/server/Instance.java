package agentvault.server;

import agentvault.access.PasswordHashing;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.KeyRing;
import agentvault.crypto.Randomness;
import agentvault.files.DataDirectory;
import agentvault.files.InstanceReport;
import agentvault.files.TrailClock;
import agentvault.files.TrailReader;
import agentvault.files.TrailSettings;
import agentvault.store.PostgresStore;
import agentvault.store.SqlStore;
import agentvault.store.SqliteStore;
import agentvault.traffic.CredentialUses;
import agentvault.traffic.PassageLog;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailUnavailable;
import agentvault.workspace.Installation;
import agentvault.workspace.Reckonings;
import agentvault.workspace.StartUp;
import agentvault.workspace.StoreUnavailable;
import agentvault.workspace.Workspace;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A workspace on a data directory: database, keys, trail and operations, opened in that order and closed in reverse.
public final class Instance implements AutoCloseable {

    private final SqlStore store;
    private final KeyRing keys;
    private final InstanceTrail trail;
    private final Workspace workspace;
    private final Heartbeat heartbeat;
    private final InstantSource clock;
    private final StartUp.Report report;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("reckoning").factory());

    private Instance(
            SqlStore store,
            KeyRing keys,
            InstanceTrail trail,
            Workspace workspace,
            Heartbeat heartbeat,
            InstantSource clock,
            StartUp.Report report) {
        this.store = store;
        this.keys = keys;
        this.trail = trail;
        this.workspace = workspace;
        this.heartbeat = heartbeat;
        this.clock = clock;
        this.report = report;
        var _ = timer.scheduleWithFixedDelay(this::reckon, 1, 1, TimeUnit.HOURS);
    }

    /// What came of opening a data directory.
    public sealed interface Opening {
        record Ready(Instance instance) implements Opening {}

        /// @param sentence says what is wrong and what to do
        record Refused(String sentence) implements Opening {}

        /// The key that was given is not the one that the vault was made with.
        record Locked() implements Opening {}
    }

    /// What an instance takes from outside.
    public record Surroundings(
            KeyProvider provider,
            PasswordHashing hashing,
            Randomness random,
            InstantSource clock,
            TrailSettings trail,
            String version) {}

    /// Opens what is there, or founds an installation in an empty directory.
    public static Opening open(DataDirectory directory, Surroundings around) {
        return open(directory, SqliteStore.open(directory.database()), around);
    }

    /// The same on a database that is elsewhere; the trail is always in the directory. The store is closed with the
    /// instance, or at once if there is none.
    public static Opening open(DataDirectory directory, SqlStore store, Surroundings around) {
        try {
            return opened(directory, store, around);
        } catch (RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Opening opened(DataDirectory directory, SqlStore store, Surroundings around) {
        var opening = store.installation().isPresent()
                ? Installation.open(store, around.provider())
                : new Installation.Opening.Open(Installation.found(store, around.provider(), around.random()));
        return switch (opening) {
            case Installation.Opening.Open(var keys) -> new Opening.Ready(start(directory, store, keys, around));
            case Installation.Opening.NotFounded() ->
                refused(store, "The database has no installation. Start again with an empty data directory.");
            case Installation.Opening.WrongKey() -> {
                store.close();
                yield new Opening.Locked();
            }
            case Installation.Opening.Broken(var findings) ->
                refused(store, "Keys in the database were changed: " + findings + ". Restore a backup.");
        };
    }

    private static Opening refused(SqlStore store, String sentence) {
        store.close();
        return new Opening.Refused(sentence);
    }

    private static Instance start(DataDirectory directory, SqlStore store, KeyRing keys, Surroundings around) {
        var id = new TrailIdentity(keys.installation(), directory.instance(around.random()), around.version());
        var clock = new TrailClock(around.clock(), System::nanoTime);
        var signing = InstanceTrail.signing(keys);
        var copies = store.segments();
        var trail = InstanceTrail.open(
                directory.trail(), id, around.trail(), signing, clock, copies, store instanceof PostgresStore);
        try {
            var workspace = new Workspace(store, trail.files(), keys, around.random(), clock, around.hashing());
            var report = new StartUp(workspace, id.instance()).reconcile(trail.reader());
            if (report.findings().isEmpty()) workspace.actors().exchanges().prepare();
            return new Instance(store, keys, trail, workspace, Heartbeat.start(workspace), clock, report);
        } catch (RuntimeException e) {
            trail.close();
            keys.close();
            throw e;
        }
    }

    public Workspace workspace() {
        return workspace;
    }

    /// The time that everything expires by. It never goes back, whatever is done to the machine's.
    public InstantSource clock() {
        return clock;
    }

    /// What this server does by itself.
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /// What passed through the proxy.
    public PassageLog passages() {
        return store.passages();
    }

    /// When credentials were last used.
    public CredentialUses credentialUses() {
        return store.credentialUses();
    }

    /// What the start found.
    public StartUp.Report report() {
        return report;
    }

    /// What this instance did, to be read back.
    TrailReader trailReader() {
        return trail.reader();
    }

    /// How many entries this instance's trail has.
    long trailHead() {
        return trail.files().head().sequence();
    }

    /// Judges the trail of this instance, which comes first, and the copies of all others of the installation.
    public List<InstanceReport> verifyTrails() {
        return trail.verify(workspace.trailWitnesses());
    }

    /// Copies the trail now, if it is copied at all.
    void copyTrail() {
        trail.copy();
    }

    /// Why the trail's last copy failed, if it did.
    public Optional<String> copyTrouble() {
        return trail.copyTrouble();
    }

    /// Makes the next start short. Whatever keeps it from that is told to those who change something.
    private void reckon() {
        try {
            new Reckonings(workspace, trail.identity().instance()).advance(trail.reader());
        } catch (StoreUnavailable | TrailUnavailable _) {
            // The next start reads more.
        }
    }

    @Override
    public void close() {
        heartbeat.close();
        timer.close();
        reckon();
        trail.close();
        keys.close();
        store.close();
    }
}
