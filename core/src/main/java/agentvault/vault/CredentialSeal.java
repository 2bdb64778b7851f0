package agentvault.vault;

import agentvault.crypto.Canonical;
import agentvault.crypto.Envelope;
import agentvault.crypto.Key;
import agentvault.crypto.Octets;
import agentvault.crypto.Randomness;
import agentvault.crypto.Secret;
import agentvault.id.Id;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Seals and opens the values of credentials. Each version has a key of its own; the value is sealed for its place
/// (installation, vault, credential, version, part), the key is wrapped for that place and for the destinations digest.
public final class CredentialSeal {

    private final Id installation;
    private final Randomness random;

    public CredentialSeal(Id installation, Randomness random) {
        this.installation = installation;
        this.random = random;
    }

    /// Seals new values as the given version, usable toward the destinations of the digest alone.
    public Material.Held seal(
            Credential credential, int version, Map<Material.Part, Secret> values, Key vaultKey, byte[] destinations) {
        try (var key = random.secret(Envelope.KEY_BYTES)) {
            SortedMap<Material.Part, Octets> parts = new TreeMap<>();
            values.forEach((part, value) ->
                    parts.put(part, Envelope.seal(key, place(credential, version, part), value, random)));
            var wrapped = Envelope.seal(vaultKey.material(), wrapping(credential, version, destinations), key, random);
            return new Material.Held(version, vaultKey.id(), wrapped, parts);
        }
    }

    /// One part with all that it takes to open it again and again. Empty if there is no such part.
    public Optional<SealedPart> sealedPart(
            Credential credential, Material.Held held, Material.Part part, Key vaultKey, byte[] destinations) {
        byte[] wrapping = wrapping(credential, held.version(), destinations);
        byte[] place = place(credential, held.version(), part);
        return Optional.ofNullable(held.parts().get(part))
                .map(value -> new SealedPart(vaultKey.material(), wrapping, held.wrappedKey(), place, value));
    }

    /// A value as it lies there, and where its two envelopes belong. The value stays sealed; what its version's key
    /// makes
    /// of it is kept off the heap once it was opened for its destinations.
    public static final class SealedPart {

        private final Secret vaultKey;
        private final byte[] wrapping;
        private final Octets wrappedKey;
        private final byte[] place;
        private final Octets value;
        private volatile Envelope.@Nullable Unlocked unlocked;

        private SealedPart(Secret vaultKey, byte[] wrapping, Octets wrappedKey, byte[] place, Octets value) {
            this.vaultKey = vaultKey;
            this.wrapping = wrapping;
            this.wrappedKey = wrappedKey;
            this.place = place;
            this.value = value;
        }

        /// Opens it for one use. Empty if the row, the key, or the destinations are not those it was sealed for.
        public <R> Optional<R> open(Function<byte[], R> use) {
            var known = unlocked;
            return known == null ? unlock().flatMap(found -> found.use(use)) : known.use(use);
        }

        private Optional<Envelope.Unlocked> unlock() {
            var found = Envelope.use(vaultKey, wrapping, wrappedKey, key -> Envelope.unlock(key, place, value))
                    .flatMap(Function.identity());
            found.ifPresent(known -> unlocked = known);
            return found;
        }
    }

    /// Wraps a version's key for other destinations; the sealed values stay as they are. Empty if it did not open for
    /// the destinations it should have been wrapped for.
    public Optional<Material.Held> rewrap(
            Credential credential, Material.Held held, Key vaultKey, byte[] destinations, byte[] newDestinations) {
        return unwrap(credential, held, vaultKey, destinations).map(key -> {
            try (key) {
                byte[] place = wrapping(credential, held.version(), newDestinations);
                var wrapped = Envelope.seal(vaultKey.material(), place, key, random);
                return new Material.Held(held.version(), vaultKey.id(), wrapped, held.parts());
            }
        });
    }

    private Optional<Secret> unwrap(Credential credential, Material.Held held, Key vaultKey, byte[] destinations) {
        byte[] place = wrapping(credential, held.version(), destinations);
        return Envelope.open(vaultKey.material(), place, held.wrappedKey());
    }

    private byte[] place(Credential credential, int version, Material.Part part) {
        return Canonical.of("value", 1)
                .id(installation)
                .id(credential.vault())
                .id(credential.id())
                .number(version)
                .text(part.name())
                .bytes();
    }

    private byte[] wrapping(Credential credential, int version, byte[] destinations) {
        return Canonical.of("credential-key", 1)
                .id(installation)
                .id(credential.vault())
                .id(credential.id())
                .number(version)
                .bytes(destinations)
                .bytes();
    }
}
