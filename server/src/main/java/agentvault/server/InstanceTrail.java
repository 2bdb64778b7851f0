package agentvault.server;

import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.files.ArchiveVerification;
import agentvault.files.InstanceReport;
import agentvault.files.TrailArchive;
import agentvault.files.TrailClock;
import agentvault.files.TrailFiles;
import agentvault.files.TrailKeys;
import agentvault.files.TrailReader;
import agentvault.files.TrailSettings;
import agentvault.keys.Ed25519Signer;
import agentvault.trail.SegmentVault;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailSigner;
import agentvault.trail.Witness;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The trail of an instance: its files, and their copies where servers share a database.
final class InstanceTrail implements AutoCloseable {

    private final TrailIdentity identity;
    private final TrailFiles files;
    private final TrailReader reader;
    private final ArchiveVerification verification;
    private final Optional<TrailCopies> copies;

    private InstanceTrail(
            TrailIdentity identity,
            TrailFiles files,
            TrailReader reader,
            ArchiveVerification verification,
            Optional<TrailCopies> copies) {
        this.identity = identity;
        this.files = files;
        this.reader = reader;
        this.verification = verification;
        this.copies = copies;
    }

    /// @param known the copies that lie in the database
    /// @param shared whether other servers look there for a copy of this trail
    static InstanceTrail open(
            Path directory,
            TrailIdentity identity,
            TrailSettings settings,
            TrailKeys signing,
            TrailClock clock,
            SegmentVault known,
            boolean shared) {
        var files = TrailFiles.open(directory, identity, settings, signing, clock, List.of());
        Optional<TrailCopies> copies = shared
                ? Optional.of(new TrailCopies(new TrailArchive(files, directory, identity, known), TrailCopies.EVERY))
                : Optional.empty();
        var verification = new ArchiveVerification(known, signing.verifier());
        return new InstanceTrail(identity, files, new TrailReader(directory), verification, copies);
    }

    /// Every server of an installation signs with the same key; it is named by its version.
    static TrailKeys signing(KeyRing keys) {
        var key = keys.current(KeyUse.TRAIL);
        var signer = new Ed25519Signer(key.material());
        String name = "agent-vault-trail-" + key.version();
        byte[] publicKey = signer.publicKey();
        return new TrailKeys(
                TrailSigner.of(name, signer::sign),
                (named, message, signature) ->
                        named.equals(name) && Ed25519Signer.verifies(publicKey, message, signature));
    }

    TrailIdentity identity() {
        return identity;
    }

    TrailFiles files() {
        return files;
    }

    TrailReader reader() {
        return reader;
    }

    List<InstanceReport> verify(List<Witness> witnesses) {
        return verification.verify(identity, reader, witnesses);
    }

    void copy() {
        copies.ifPresent(TrailCopies::copy);
    }

    Optional<String> copyTrouble() {
        return copies.flatMap(TrailCopies::trouble);
    }

    @Override
    public void close() {
        copies.ifPresent(TrailCopies::close);
        files.close();
    }
}
