package agentvault.files;

import agentvault.trail.Head;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentHeader;
import agentvault.trail.SegmentKey;
import agentvault.trail.SegmentVault;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailUnavailable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Leaves copies of a server's segments where the other servers of the installation find them. The files stay the
/// truth.
public final class TrailArchive {

    static final Duration OPEN_SEGMENT_EVERY = Duration.ofSeconds(60);

    private final TrailFiles trail;
    private final Segments segments;
    private final TrailIdentity identity;
    private final SegmentVault vault;
    private final LongSupplier monotonic;
    private long openSegmentNotBefore;

    public TrailArchive(
            TrailFiles trail, Path directory, TrailIdentity identity, SegmentVault vault, LongSupplier monotonic) {
        this.trail = trail;
        this.segments = new Segments(directory);
        this.identity = identity;
        this.vault = vault;
        this.monotonic = monotonic;
        openSegmentNotBefore = monotonic.getAsLong();
    }

    /// Copies closed segments that are not copied yet, and the open one if a minute has passed since the last time.
    /// What
    /// is copied is signed and on this server's disk. For one thread.
    public void copy() {
        var copied = copied();
        var end = trail.signedEnd();
        boolean minutePassed = monotonic.getAsLong() - openSegmentNotBefore >= 0;
        try {
            var files = segments.files();
            for (int i = 0; i < files.size(); i++) {
                var header = header(files.get(i));
                if (copied.contains(header.number()) || header.number() > end.segment()) continue;
                if (header.number() < end.segment()) copyClosed(files.get(i), header, header(files.get(i + 1)), end);
                else if (minutePassed) copyOpen(files.get(i), header, end);
            }
        } catch (IOException e) {
            throw new TrailUnavailable("The trail cannot be copied: " + e.getMessage(), e);
        }
    }

    private void copyClosed(Path file, SegmentHeader header, SegmentHeader next, TrailFiles.SignedEnd end)
            throws IOException {
        put(header, next.before(), true, end, Files.readAllBytes(file));
    }

    private void copyOpen(Path file, SegmentHeader header, TrailFiles.SignedEnd end) throws IOException {
        openSegmentNotBefore = monotonic.getAsLong() + OPEN_SEGMENT_EVERY.toNanos();
        try (var input = new FileInputStream(file.toFile())) {
            put(header, end.head(), false, end, input.readNBytes(Math.toIntExact(end.bytes())));
        }
    }

    private void put(SegmentHeader header, Head head, boolean closed, TrailFiles.SignedEnd end, byte[] content) {
        var key = new SegmentKey(identity.installation(), identity.instance(), header.number());
        vault.put(new SegmentCopy(key, head, closed, end.note()), content);
    }

    /// The numbers of this server's segments whose copies are complete.
    private Set<Long> copied() {
        return vault.list(identity.installation()).stream()
                .filter(copy -> copy.closed() && copy.key().instance().equals(identity.instance()))
                .map(copy -> copy.key().number())
                .collect(Collectors.toSet());
    }

    private static SegmentHeader header(Path file) throws IOException {
        return Segments.header(file).orElseThrow(() -> new IOException(file + " has no header"));
    }
}
