package agentvault.files;

import agentvault.trail.ChainEnd;
import agentvault.trail.SegmentHeader;
import agentvault.trail.TrailIdentity;
import agentvault.trail.TrailUnavailable;
import agentvault.trail.TrailVerification;
import agentvault.trail.TrailVerifier;
import agentvault.trail.Verdict;
import agentvault.trail.Witness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds where a chain on the disk ends. It verifies the last segment, and earlier ones as far as open intents and
/// witnesses reach back, and cuts off the unfinished record that a crash left.
record Recovery(Segments segments, TrailIdentity identity, TrailVerifier verifier, List<Witness> witnesses, Disk disk) {

    /// The end of a chain, how late it was there, the file to go on in, and what was cut off.
    record Found(ChainEnd end, long wallMicros, SegmentFile file, long size, long tornBytes) {}

    Recovery expecting(Witness witness) {
        return new Recovery(segments, identity, verifier, List.of(witness), disk);
    }

    Found recover() throws IOException {
        removeUnfinished();
        var files = segments.files();
        int from = firstToRead(files);
        var sources = Segments.sources(files.subList(from, files.size()));
        return switch (TrailVerification.tail(sources, verifier, witnesses)) {
            case Verdict.Broken(var findings) ->
                throw new TrailUnavailable("The trail in %s does not verify, and nothing was written to it: %s"
                        .formatted(segments.directory(), findings.getFirst()));
            case Verdict.Intact intact -> files.isEmpty() ? begin() : goOn(files.getLast(), intact);
        };
    }

    private Found begin() throws IOException {
        var end = ChainEnd.fresh(identity);
        var file = disk.open(segments.create(end.nextSegment()));
        return new Found(end, 0, file, file.length(), 0);
    }

    private Found goOn(Path last, Verdict.Intact intact) throws IOException {
        var header = Segments.header(last).orElseThrow(() -> new IOException(last + " has lost its header"));
        if (!header.installation().equals(identity.installation())
                || !header.instance().equals(identity.instance())) {
            throw new TrailUnavailable("The trail in %s is of the server instance %s, and this is %s."
                    .formatted(segments.directory(), header.instance(), identity.instance()));
        }
        var file = disk.open(last);
        long size = file.length() - intact.tornBytes();
        file.truncate(size);
        var end = ChainEnd.after(identity, intact, header);
        return new Found(end, intact.wallMicros(), file, size, intact.tornBytes());
    }

    /// A file that never got its name holds a header at most.
    private void removeUnfinished() throws IOException {
        try (var all = Files.list(segments.directory())) {
            for (var file : all.filter(each -> each.toString().endsWith(OwnerFiles.UNFINISHED))
                    .toList()) {
                Files.delete(file);
            }
        }
    }

    private int firstToRead(List<Path> files) throws IOException {
        if (files.isEmpty()) return 0;
        long since = witnesses.stream()
                .mapToLong(witness -> witness.head().sequence())
                .min()
                .orElse(Long.MAX_VALUE);
        boolean recordless = Files.size(files.getLast()) <= SegmentHeader.BYTES;
        for (int i = files.size() - 1; i > 0; i--) {
            var header = Segments.header(files.get(i));
            if (header.isEmpty()) return i;
            since = Math.min(since, header.get().openSince());
            boolean enough = since >= header.get().firstSequence();
            if (enough && !(recordless && i == files.size() - 1)) return i;
        }
        return 0;
    }
}
