package agentvault.trail;

import agentvault.id.Id;
import java.util.List;
import java.util.Optional;

/// Where the servers of an installation leave copies of their segments for one another. The bytes are opaque to it.
public interface SegmentVault {

    /// Keeps a copy in place of a shorter one of the same segment. A copy whose head has a lower sequence than the one
    /// that is kept changes nothing: a rolled back server must not roll back what others know.
    void put(SegmentCopy copy, byte[] content);

    /// All copies of an installation, ordered by instance and number.
    List<SegmentCopy> list(Id installation);

    Optional<byte[]> get(SegmentKey key);
}
