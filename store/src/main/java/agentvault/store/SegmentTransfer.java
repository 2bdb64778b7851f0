package agentvault.store;

import agentvault.id.Id;
import agentvault.store.StoreCopy.Progress;
import agentvault.store.StoreCopy.Step;
import agentvault.trail.SegmentCopy;
import agentvault.trail.SegmentVault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Takes along the copies of trails that lie in a database: of a server whose files are elsewhere, they are all that
/// can
/// be verified. One is moved at a time, for they are large.
record SegmentTransfer(SegmentVault source, SegmentVault target, Consumer<Progress> progress) {

    static final String TABLE = "trail_segment";

    long run(Id installation) {
        var copies = source.list(installation);
        long seen = 0;
        for (var copy : copies) {
            source.get(copy.key()).ifPresent(content -> target.put(copy, content));
            progress.accept(new Progress(Step.COPYING, TABLE, ++seen));
        }
        return seen;
    }

    /// The first copy that is not in the target, and no longer one of the same segment either.
    Optional<String> difference(Id installation) {
        var there = target.list(installation);
        return source.list(installation).stream()
                .filter(copy -> !kept(copy, there))
                .map(copy -> copy.key().instance() + "/" + copy.key().number())
                .findFirst();
    }

    private boolean kept(SegmentCopy copy, List<SegmentCopy> there) {
        var found = there.stream().filter(each -> each.key().equals(copy.key())).findFirst();
        if (found.isEmpty()) return false;
        if (found.get().head().sequence() > copy.head().sequence()) return true;
        return found.get().equals(copy) && Arrays.equals(bytes(source, copy), bytes(target, copy));
    }

    private static byte[] bytes(SegmentVault vault, SegmentCopy copy) {
        return vault.get(copy.key()).orElseGet(() -> new byte[0]);
    }
}
