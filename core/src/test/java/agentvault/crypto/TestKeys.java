package agentvault.crypto;

import agentvault.id.Id;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Key rings and rows in the few words that a test of the seals needs.
final class TestKeys {

    static final Id INSTALLATION = new Id(1, 1);
    static final Scope VAULT = Scope.vault(new Id(2, 2));

    /// One for all tests: the JDK refuses to seal twice with the same message key, which two equal seeds would ask for.
    static final Randomness RANDOM = new Random(1)::nextBytes;

    /// A row of a table with one column, whose change makes a new version of it.
    record Row(Scope scope, String table, Id id, String column) implements SealedRow {
        @Override
        public byte[] canonical() {
            return row(1).text(column).bytes();
        }

        Row with(String changed) {
            return new Row(scope, table, id, changed);
        }
    }

    private TestKeys() {}

    /// One key of each use, the same for the same seed.
    static KeyRing ring(long seed) {
        return ring(INSTALLATION, seed);
    }

    static KeyRing ring(Id installation, long seed) {
        Randomness random = new Random(seed)::nextBytes;
        var keys = new ArrayList<Key>();
        for (var use : KeyUse.values()) {
            keys.add(new Key(random.id(), use, INSTALLATION, 1, random.secret(Envelope.KEY_BYTES)));
        }
        return new KeyRing(installation, keys);
    }

    static Key key(KeyUse use, int version) {
        return new Key(RANDOM.id(), use, INSTALLATION, version, RANDOM.secret(Envelope.KEY_BYTES));
    }

    static Manifest manifest(KeyRing keys, List<Row> rows) {
        var manifest = Manifest.empty(VAULT);
        for (var row : rows) manifest = manifest.with(keys, row);
        return manifest;
    }
}
