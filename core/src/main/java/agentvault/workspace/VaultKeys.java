package agentvault.workspace;

import agentvault.crypto.Key;
import agentvault.crypto.KeyRing;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The keys of one vault, opened when they are asked for.
final class VaultKeys {

    private final KeyRing ring;
    private final List<WrappedKey> wrapped;

    VaultKeys(KeyRing ring, Collection<WrappedKey> wrapped) {
        this.ring = ring;
        this.wrapped = wrapped.stream()
                .sorted(Comparator.comparingInt(WrappedKey::version).reversed())
                .toList();
    }

    Id installation() {
        return ring.installation();
    }

    /// The newest one; empty if there is none that opens.
    Optional<Key> newest() {
        return wrapped.stream().findFirst().flatMap(ring::open);
    }

    boolean has(Id id) {
        return wrapped.stream().anyMatch(key -> key.id().equals(id));
    }

    /// Opened once, and kept open.
    Optional<Key> keep(Id id) {
        for (var key : wrapped) if (key.id().equals(id)) return ring.keep(key);
        return Optional.empty();
    }

    Optional<Key> find(Id id) {
        return wrapped.stream().filter(key -> key.id().equals(id)).findFirst().flatMap(ring::open);
    }
}
