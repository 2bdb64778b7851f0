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
import java.util.Map;
import java.util.stream.Collectors;

/// Leaves copies of a server's segments where the other servers of the installation find them. The files stay the
/// truth.
public final class TrailArchive {

    private final TrailFiles trail;
    private final Segments segments;
    private final TrailIdentity identity;
    private final SegmentVault vault;

    public TrailArchive(TrailFiles trail, Path directory, TrailIdentity identity, SegmentVault vault) {
        this.trail = trail;
        this.segments = new Segments(directory);
        this.identity = identity;
        this.vault = vault;
    }

    /// Copies closed segments that are not copied yet, and the open one if it has grown. What is copied is signed and
    /// on
    /// this server's disk. For one thread.
    public void copy() {
        var copied = copied();
        var end = trail.signedEnd();
        try {
            var files = segments.files();
            for (int i = 0; i < files.size(); i++) {
                var header = header(files.get(i));
                long reached = copied.getOrDefault(header.number(), 0L);
                if (reached >= end.head().sequence() || header.number() > end.segment()) continue;
                if (header.number() < end.segment()) copyClosed(files.get(i), header, header(files.get(i + 1)), end);
                else copyOpen(files.get(i), header, end);
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
        try (var input = new FileInputStream(file.toFile())) {
            put(header, end.head(), false, end, input.readNBytes(Math.toIntExact(end.bytes())));
        }
    }

    private void put(SegmentHeader header, Head head, boolean closed, TrailFiles.SignedEnd end, byte[] content) {
        var key = new SegmentKey(identity.installation(), identity.instance(), header.number());
        vault.put(new SegmentCopy(key, head, closed, end.note()), content);
    }

    /// The numbers of this server's segments that were copied, and the sequences that the copies reach; those of closed
    /// segments reach as far as anything.
    private Map<Long, Long> copied() {
        return vault.list(identity.installation()).stream()
                .filter(copy -> copy.key().instance().equals(identity.instance()))
                .collect(Collectors.toMap(
                        copy -> copy.key().number(),
                        copy -> copy.closed() ? Long.MAX_VALUE : copy.head().sequence()));
    }

    private static SegmentHeader header(Path file) throws IOException {
        return Segments.header(file).orElseThrow(() -> new IOException(file + " has no header"));
    }
}
