package agentvault.crypto;

import agentvault.id.Id;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a scope's rows must be, all together: for each table how many there are and the sum (XOR) of a keyed hash of
/// each. A change updates it with the rows it touches alone; a check recomputes it over all rows of the scope.
///
/// It is stored encrypted, with its counter authenticated, so that nobody without the key learns a sum to play with. A
/// row that is missing, was added, or is an older version of itself makes the check fail for its table.
public final class Manifest {

    private static final Tally NOTHING = new Tally(0, new byte[Hash.BYTES]);

    private final Scope scope;
    private final long counter;
    private final SortedMap<String, Tally> tallies;

    private Manifest(Scope scope, long counter, SortedMap<String, Tally> tallies) {
        this.scope = scope;
        this.counter = counter;
        this.tallies = tallies;
    }

    /// The manifest of a scope without rows.
    public static Manifest empty(Scope scope) {
        return new Manifest(scope, 0, new TreeMap<>());
    }

    public Scope scope() {
        return scope;
    }

    /// How many changes the scope has seen.
    public long counter() {
        return counter;
    }

    public Manifest counted() {
        return new Manifest(scope, counter + 1, tallies);
    }

    public Manifest with(KeyRing keys, SealedRow row) {
        return changed(keys, row, 1);
    }

    public Manifest without(KeyRing keys, SealedRow row) {
        return changed(keys, row, -1);
    }

    /// Which tables differ from what the rows at hand add up to, with the number of rows expected there.
    public SortedMap<String, Long> differences(Manifest ofRows) {
        var different = new TreeMap<String, Long>();
        var tables = new TreeMap<>(tallies);
        tables.putAll(ofRows.tallies);
        for (String table : tables.keySet()) {
            var expected = tallies.getOrDefault(table, NOTHING);
            if (!expected.sameAs(ofRows.tallies.getOrDefault(table, NOTHING))) different.put(table, expected.count());
        }
        return different;
    }

    public Octets seal(KeyRing keys, Randomness random) {
        var key = keys.current(KeyUse.MANIFEST);
        try (var clear = Secret.take(encode())) {
            byte[] envelope = Envelope.seal(key.material(), place(keys.installation(), scope, counter), clear, random)
                    .lent();
            return Octets.of(ByteBuffer.allocate(Integer.BYTES + envelope.length)
                    .putInt(key.version())
                    .put(envelope)
                    .array());
        }
    }

    /// Empty if the stored bytes are not this scope's manifest with this counter.
    public static Optional<Manifest> open(KeyRing keys, Scope scope, long counter, Octets sealed) {
        if (sealed.length() < Integer.BYTES) return Optional.empty();
        byte[] bytes = sealed.lent();
        var envelope = Octets.of(Arrays.copyOfRange(bytes, Integer.BYTES, bytes.length));
        return keys.version(KeyUse.MANIFEST, ByteBuffer.wrap(bytes).getInt())
                .flatMap(key -> Envelope.use(
                        key.material(),
                        place(keys.installation(), scope, counter),
                        envelope,
                        clear -> new Manifest(scope, counter, decode(clear))));
    }

    private Manifest changed(KeyRing keys, SealedRow row, int by) {
        if (!row.scope().equals(scope)) throw new IllegalArgumentException("a row of another scope: " + row.scope());
        byte[] hash = Hash.hmac(keys.current(KeyUse.MANIFEST).material(), row.canonical());
        var changed = new TreeMap<>(tallies);
        var tally = changed.getOrDefault(row.table(), NOTHING).plus(by, hash);
        if (tally.sameAs(NOTHING)) {
            changed.remove(row.table());
        } else {
            changed.put(row.table(), tally);
        }
        return new Manifest(scope, counter, changed);
    }

    private static byte[] place(Id installation, Scope scope, long counter) {
        return Canonical.of("manifest", 1)
                .id(installation)
                .text(scope.kind().name())
                .id(scope.id())
                .number(counter)
                .bytes();
    }

    private byte[] encode() {
        var names = new TreeMap<String, byte[]>();
        tallies.keySet().forEach(table -> names.put(table, table.getBytes(StandardCharsets.UTF_8)));
        int size = names.values().stream()
                .mapToInt(name -> Integer.BYTES + name.length + Long.BYTES + Hash.BYTES)
                .sum();
        var out = ByteBuffer.allocate(size);
        for (Map.Entry<String, byte[]> name : names.entrySet()) {
            var tally = tallies.getOrDefault(name.getKey(), NOTHING);
            out.putInt(name.getValue().length).put(name.getValue());
            out.putLong(tally.count()).put(tally.sum());
        }
        return out.array();
    }

    /// Reads what [#encode()] wrote; the envelope has vouched for it.
    private static SortedMap<String, Tally> decode(byte[] clear) {
        var tallies = new TreeMap<String, Tally>();
        var in = ByteBuffer.wrap(clear);
        while (in.hasRemaining()) {
            byte[] name = new byte[in.getInt()];
            in.get(name);
            long count = in.getLong();
            byte[] sum = new byte[Hash.BYTES];
            in.get(sum);
            tallies.put(new String(name, StandardCharsets.UTF_8), new Tally(count, sum));
        }
        return tallies;
    }

    /// The rows of one table: their number and the XOR of their keyed hashes.
    private static final class Tally {
        private final long count;
        private final byte[] sum;

        Tally(long count, byte[] sum) {
            this.count = count;
            this.sum = sum;
        }

        long count() {
            return count;
        }

        byte[] sum() {
            return sum;
        }

        Tally plus(int by, byte[] hash) {
            byte[] next = sum.clone();
            for (int i = 0; i < next.length; i++) next[i] ^= hash[i];
            return new Tally(count + by, next);
        }

        boolean sameAs(Tally other) {
            return count == other.count && MessageDigest.isEqual(sum, other.sum);
        }
    }
}
