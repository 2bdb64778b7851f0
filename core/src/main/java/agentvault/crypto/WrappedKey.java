package agentvault.crypto;

import agentvault.id.Id;
import java.util.Optional;

/// A key as it is stored: wrapped by the root key, or by the [KeyProvider] if it is a root key itself.
///
/// @param owner the installation, or the vault for [KeyUse#VAULT]
/// @param wrappedBy the id of the root key that wraps it; its own id for a root key
public record WrappedKey(Id id, KeyUse use, Id owner, int version, Id wrappedBy, Octets envelope) {

    public static WrappedKey wrap(Id installation, Key key, Key root, Randomness random) {
        byte[] place = place(installation, key.id(), key.use(), key.owner(), key.version());
        var envelope = Envelope.seal(root.material(), place, key.material(), random);
        return new WrappedKey(key.id(), key.use(), key.owner(), key.version(), root.id(), envelope);
    }

    /// Empty if the root key does not open it: another root, or a changed row.
    public Optional<Key> unwrap(Id installation, Key root) {
        return Envelope.open(root.material(), place(installation), envelope)
                .map(material -> new Key(id, use, owner, version, material));
    }

    /// Where this key's envelope belongs; also what a [KeyProvider] authenticates with a root key.
    public byte[] place(Id installation) {
        return place(installation, id, use, owner, version);
    }

    public static byte[] place(Id installation, Id id, KeyUse use, Id owner, int version) {
        return Canonical.of("key", 1)
                .id(installation)
                .id(id)
                .text(use.name())
                .id(owner)
                .number(version)
                .bytes();
    }
}
