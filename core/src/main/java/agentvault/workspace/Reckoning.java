package agentvault.workspace;

import agentvault.crypto.Canonical;
import agentvault.crypto.Octets;
import agentvault.crypto.RowSeal;
import agentvault.id.Id;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What an instance's trail says about the database up to an entry before which every intent is closed: the change that
/// each scope was at. A start that has one reads only what came after. Sealed, because it is kept beside the trail.
///
/// @param counters by the scopes' ids
record Reckoning(Id instance, Head upTo, Map<Id, Long> counters) {

    private static final int HEAD_BYTES = Id.BYTES + Long.BYTES + Hash.BYTES + Integer.BYTES;

    Reckoning {
        counters = Map.copyOf(counters);
    }

    /// Before the first entry.
    static Reckoning none(Id instance) {
        return new Reckoning(instance, Head.NONE, Map.of());
    }

    Octets sealed(RowSeal seals) {
        byte[] body = body();
        byte[] seal = seals.seal(labelled(body)).bytes();
        return Octets.of(ByteBuffer.allocate(Integer.BYTES + seal.length + body.length)
                .putInt(seal.length)
                .put(seal)
                .put(body)
                .array());
    }

    /// Empty for anything that was not sealed by this installation.
    static Optional<Reckoning> open(Octets sealed, RowSeal seals) {
        try {
            var in = ByteBuffer.wrap(sealed.bytes());
            byte[] seal = taken(in, in.getInt());
            byte[] body = taken(in, in.remaining());
            return seals.holds(labelled(body), Octets.of(seal)) ? Optional.of(read(body)) : Optional.empty();
        } catch (BufferUnderflowException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    private static byte[] taken(ByteBuffer in, int length) {
        if (length < 0 || length > in.remaining()) throw new BufferUnderflowException();
        byte[] taken = new byte[length];
        in.get(taken);
        return taken;
    }

    private static byte[] labelled(byte[] body) {
        return Canonical.of("reckoning", 1).bytes(body).bytes();
    }

    private byte[] body() {
        var out = ByteBuffer.allocate(HEAD_BYTES + counters.size() * (Id.BYTES + Long.BYTES));
        out.put(instance.bytes()).putLong(upTo.sequence()).put(upTo.hash().bytes());
        out.putInt(counters.size());
        counters.forEach((scope, counter) -> out.put(scope.bytes()).putLong(counter));
        return out.array();
    }

    private static Reckoning read(byte[] body) {
        var in = ByteBuffer.wrap(body);
        var instance = id(in);
        var head = new Head(in.getLong(), Hash.ofBytes(taken(in, Hash.BYTES)));
        var counters = new HashMap<Id, Long>();
        for (int left = in.getInt(); left > 0; left--) counters.put(id(in), in.getLong());
        return new Reckoning(instance, head, counters);
    }

    private static Id id(ByteBuffer in) {
        return new Id(in.getLong(), in.getLong());
    }
}
