package agentvault.trail;

import agentvault.id.Id;
import java.util.List;
import java.util.Optional;

/// Where the servers of an installation leave copies of their segments for one another. The bytes are opaque to it.
public interface SegmentVault {

    /// The vault of a server that shares its database with nobody.
    SegmentVault NONE = new SegmentVault() {
        @Override
        public void put(SegmentCopy copy, byte[] content) {}

        @Override
        public List<SegmentCopy> list(Id installation) {
            return List.of();
        }

        @Override
        public Optional<byte[]> get(SegmentKey key) {
            return Optional.empty();
        }
    };

    /// Keeps a copy in place of a shorter one of the same segment. A closed segment's copy is
    /// final, and one whose head has a lower sequence than the kept one changes nothing: a
    /// rolled back server must not roll back what others know.
    void put(SegmentCopy copy, byte[] content);

    /// All copies of an installation, ordered by instance and number.
    List<SegmentCopy> list(Id installation);

    Optional<byte[]> get(SegmentKey key);
}
