package agentvault.server;

import agentvault.crypto.KeyRing;
import agentvault.files.ArchiveVerification;
import agentvault.files.DataDirectory;
import agentvault.files.InstanceReport;
import agentvault.files.TrailClock;
import agentvault.files.TrailReader;
import agentvault.store.SqlStore;
import agentvault.trail.Checkpoint;
import agentvault.trail.Entry;
import agentvault.trail.Head;
import agentvault.trail.Position;
import agentvault.trail.SegmentVault;
import agentvault.trail.Trail;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.Witness;
import agentvault.workspace.Check;
import agentvault.workspace.Finding;
import agentvault.workspace.Restoration;
import agentvault.workspace.StartUp;
import agentvault.workspace.Store;
import agentvault.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An instance that does not run: its keys are open, and nothing is written unless it is restored. The directory and
/// the store stay their opener's.
public final class StoppedInstance implements AutoCloseable {

    private final DataDirectory directory;
    private final Store store;
    private final KeyRing keys;
    private final Instance.Surroundings around;
    private final TrailIdentity identity;

    /// @param keys are closed with it
    public StoppedInstance(DataDirectory directory, Store store, KeyRing keys, Instance.Surroundings around) {
        this.directory = directory;
        this.store = store;
        this.keys = keys;
        this.around = around;
        this.identity = new TrailIdentity(keys.installation(), directory.instance(around.random()), around.version());
    }

    /// Everything in the database that is not as it was written.
    public List<Finding> check() {
        return new Check(workspace(new Nowhere())).all();
    }

    /// Judges the trail of this instance, which comes first, and the copies of all others of the installation.
    ///
    /// @param kept what was kept elsewhere about their ends; the database's own knowledge is added
    public List<InstanceReport> verifyTrails(List<Witness> kept) {
        var witnesses = new ArrayList<>(workspace(new Nowhere()).trailWitnesses());
        witnesses.addAll(kept);
        var copies = store instanceof SqlStore database ? database.segments() : SegmentVault.NONE;
        var verification =
                new ArchiveVerification(copies, InstanceTrail.signing(keys).verifier());
        return verification.verify(identity, new TrailReader(directory.trail()), witnesses);
    }

    /// Reads a checkpoint that was kept elsewhere; empty unless a server of this installation signed it.
    public Optional<Checkpoint> checkpoint(String note) {
        return Checkpoint.read(note, InstanceTrail.signing(keys).verifier())
                .filter(checkpoint -> checkpoint.installation().equals(keys.installation()));
    }

    /// Lets the trail go on with a database that was brought back from a backup, and starts it once. Database and trail
    /// must have been checked before.
    public StartUp.Report restore(String reason) {
        var clock = new TrailClock(around.clock(), System::nanoTime);
        var signing = InstanceTrail.signing(keys);
        try (var trail = InstanceTrail.open(
                directory.trail(), identity, around.trail(), signing, clock, SegmentVault.NONE, false)) {
            var workspace = workspace(trail.files());
            long next = trail.files().epoch() + 1;
            new Restoration(workspace, identity.instance()).open(trail.reader(), next, reason);
            return new StartUp(workspace, identity.instance()).reconcile(trail.reader());
        }
    }

    private Workspace workspace(Trail trail) {
        return new Workspace(store, trail, keys, around.random(), around.clock(), around.hashing());
    }

    @Override
    public void close() {
        keys.close();
    }

    /// A trail that takes nothing, so that nothing can be changed.
    private static final class Nowhere implements Trail {
        @Override
        public Position append(Entry entry) {
            throw new TrailUnavailable("The instance does not run.");
        }

        @Override
        public Position appendDurably(Entry entry) {
            return append(entry);
        }

        @Override
        public Head head() {
            return Head.NONE;
        }

        @Override
        public Head settled() {
            return Head.NONE;
        }
    }
}
