package agentvault.workspace;

import agentvault.crypto.Envelope;
import agentvault.crypto.Key;
import agentvault.crypto.KeyProvider;
import agentvault.crypto.KeyRing;
import agentvault.crypto.KeyUse;
import agentvault.crypto.Manifest;
import agentvault.crypto.Randomness;
import agentvault.crypto.Scope;
import agentvault.crypto.WrappedKey;
import agentvault.id.Id;
import java.util.ArrayList;
import java.util.List;

/// The keys of a database: made once, opened at every start.
public final class Installation {

    private static final List<KeyUse> OWN_KEYS = List.of(
            KeyUse.TOKEN_PEPPER, KeyUse.ROW_SEAL, KeyUse.MANIFEST, KeyUse.TRAIL, KeyUse.WORKSPACE, KeyUse.EXCHANGE);

    /// Installations of earlier versions get it from [Exchanges#prepare()]: what it signed holds a day at most.
    private static final KeyUse LATER_KEY = KeyUse.EXCHANGE;

    private Installation() {}

    /// What came of opening a database.
    public sealed interface Opening {
        record Open(KeyRing keys) implements Opening {}

        /// The database has no installation yet.
        record NotFounded() implements Opening {}

        /// The provider does not open the root key: a wrong password, another file.
        record WrongKey() implements Opening {}

        /// Keys that the root key should open do not open.
        record Broken(List<Finding> findings) implements Opening {}
    }

    /// Makes an installation in an empty database: a root key that the provider wraps, and the keys below it.
    public static KeyRing found(Store store, KeyProvider provider, Randomness random) {
        var installation = random.id();
        var root = newRoot(installation, 1, random);
        var ring = new KeyRing(installation, List.of(root));
        var wrapped = new ArrayList<WrappedKey>();
        wrapped.add(wrap(installation, root, provider));
        for (var use : OWN_KEYS) wrapped.add(ring.make(use, installation, 1, random));
        wrapped.stream().skip(1).forEach(key -> ring.open(key).ifPresent(ring::add));
        var scope = Scope.workspace(installation);
        var manifest = new Store.StoredManifest(scope, 0, Manifest.empty(scope).seal(ring, random));
        store.found(installation, wrapped, List.of(manifest));
        return ring;
    }

    public static Opening open(Store store, KeyProvider provider) {
        var installation = store.installation();
        if (installation.isEmpty()) return new Opening.NotFounded();
        var stored = store.read(Store.Reading::keys);
        var ring = new KeyRing(installation.get(), List.of());
        for (var key : stored) {
            if (key.use() != KeyUse.ROOT) continue;
            provider.unwrap(key.place(installation.get()), key.envelope())
                    .ifPresent(
                            material -> ring.add(new Key(key.id(), key.use(), key.owner(), key.version(), material)));
        }
        if (stored.stream().noneMatch(key -> ring.root(key.id()).isPresent())) return new Opening.WrongKey();
        var findings = new ArrayList<Finding>();
        for (var key : stored) {
            if (!opens(ring, key))
                findings.add(new Finding("key/" + key.use() + "/" + key.id(), "the key was changed"));
        }
        OWN_KEYS.stream()
                .filter(use -> use != LATER_KEY && ring.version(use, 1).isEmpty())
                .forEach(use -> findings.add(new Finding("key/" + use, "the key is missing")));
        return findings.isEmpty() ? new Opening.Open(ring) : new Opening.Broken(findings);
    }

    /// Keys of single vaults are opened when they are used: one that was changed harms its vault alone.
    private static boolean opens(KeyRing ring, WrappedKey key) {
        if (key.use() == KeyUse.ROOT)
            return ring.root(key.id()).isPresent() && key.wrappedBy().equals(key.id());
        if (!OWN_KEYS.contains(key.use())) return true;
        var opened = ring.open(key);
        opened.ifPresent(ring::add);
        return opened.isPresent();
    }

    static Key newRoot(Id installation, int version, Randomness random) {
        return new Key(random.id(), KeyUse.ROOT, installation, version, random.secret(Envelope.KEY_BYTES));
    }

    static WrappedKey wrap(Id installation, Key root, KeyProvider provider) {
        byte[] place = WrappedKey.place(installation, root.id(), root.use(), root.owner(), root.version());
        return new WrappedKey(
                root.id(), root.use(), root.owner(), root.version(), root.id(), provider.wrap(place, root.material()));
    }
}
