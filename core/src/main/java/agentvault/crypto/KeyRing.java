package agentvault.crypto;

import agentvault.id.Id;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/// The opened keys of one installation, and those of single vaults that are kept open. The highest version of a use is
/// the current
/// one; older versions still open and verify what they made.
public final class KeyRing implements AutoCloseable {

    private final Id installation;
    private final Map<KeyUse, NavigableMap<Integer, Key>> keys = new ConcurrentHashMap<>();
    private final Map<Id, Key> kept = new ConcurrentHashMap<>();

    public KeyRing(Id installation, Collection<Key> opened) {
        this.installation = installation;
        opened.forEach(this::add);
    }

    public void add(Key key) {
        keys.computeIfAbsent(key.use(), _ -> new ConcurrentSkipListMap<>()).put(key.version(), key);
    }

    public Id installation() {
        return installation;
    }

    public Key current(KeyUse use) {
        var versions = keys.get(use);
        if (versions == null) throw new IllegalStateException("no " + use + " key is open");
        return versions.lastEntry().getValue();
    }

    public Optional<Key> version(KeyUse use, int version) {
        return Optional.ofNullable(keys.get(use)).flatMap(versions -> Optional.ofNullable(versions.get(version)));
    }

    /// Opens a stored key with the root that wrapped it; empty if that root is gone or the row was changed.
    public Optional<Key> open(WrappedKey wrapped) {
        return root(wrapped.wrappedBy()).flatMap(root -> wrapped.unwrap(installation, root));
    }

    /// Opens a stored key once, and keeps it open until this ring is closed: for what is used again and again.
    public Optional<Key> keep(WrappedKey wrapped) {
        var known = kept.get(wrapped.id());
        if (known != null) return Optional.of(known);
        return open(wrapped).map(key -> {
            var earlier = kept.putIfAbsent(key.id(), key);
            return earlier == null ? key : earlier;
        });
    }

    public Optional<Key> root(Id id) {
        return Optional.ofNullable(keys.get(KeyUse.ROOT))
                .flatMap(roots -> roots.values().stream()
                        .filter(root -> root.id().equals(id))
                        .findFirst());
    }

    /// Makes and wraps a new key under the current root.
    public WrappedKey make(KeyUse use, Id owner, int version, Randomness random) {
        try (var material = random.secret(Envelope.KEY_BYTES)) {
            var key = new Key(random.id(), use, owner, version, material);
            return WrappedKey.wrap(installation, key, current(KeyUse.ROOT), random);
        }
    }

    /// Wipes every key.
    @Override
    public void close() {
        kept.values().forEach(key -> key.material().close());
        keys.values()
                .forEach(versions ->
                        versions.values().forEach(key -> key.material().close()));
    }
}
