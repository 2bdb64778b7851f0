package agentvault.workspace;

import agentvault.crypto.Canonical;
import agentvault.crypto.Octets;
import agentvault.crypto.RowSeal;
import agentvault.id.Id;
import agentvault.trail.Position;

/// The database's knowledge of how far a trail reaches, sealed so that it cannot be set back by hand.
final class Anchors {

    private Anchors() {}

    static Store.Anchor sealed(RowSeal seals, Position at) {
        var instance = at.instance();
        long sequence = at.sequence();
        var head = Octets.of(at.hash().bytes());
        return new Store.Anchor(instance, sequence, head, seals.seal(canonical(instance, sequence, head)));
    }

    static boolean genuine(RowSeal seals, Store.Anchor anchor) {
        return seals.holds(canonical(anchor.instance(), anchor.sequence(), anchor.head()), anchor.seal());
    }

    private static byte[] canonical(Id instance, long sequence, Octets head) {
        return Canonical.of("trail-anchor", 1)
                .id(instance)
                .number(sequence)
                .bytes(head.bytes())
                .bytes();
    }
}
