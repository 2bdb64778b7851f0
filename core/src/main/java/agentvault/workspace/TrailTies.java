package agentvault.workspace;

import agentvault.crypto.Canonical;
import agentvault.crypto.Octets;
import agentvault.crypto.RowSeal;
import agentvault.crypto.Scope;
import agentvault.id.Id;
import agentvault.trail.Hash;
import agentvault.trail.Head;
import agentvault.trail.Position;
import agentvault.trail.Witness;

/// What the database holds to be tied to the trail, sealed so that it cannot be changed by hand: the marks of changes
/// that reached it, and the anchor of how far the trail reaches.
final class TrailTies {

    private TrailTies() {}

    static Store.Mark mark(RowSeal seals, Position intent, Scope scope, long counter) {
        byte[] canonical = mark(intent.instance(), intent.sequence(), scope, counter);
        return new Store.Mark(intent.instance(), intent.sequence(), scope, counter, seals.seal(canonical));
    }

    static boolean genuine(RowSeal seals, Store.Mark mark) {
        return seals.holds(mark(mark.instance(), mark.sequence(), mark.scope(), mark.counter()), mark.seal());
    }

    static Store.Anchor anchor(RowSeal seals, Position intent) {
        var head = Octets.of(intent.hash().bytes());
        byte[] canonical = anchor(intent.instance(), intent.sequence(), head);
        return new Store.Anchor(intent.instance(), intent.sequence(), head, seals.seal(canonical));
    }

    static Witness witness(Store.Anchor anchor) {
        var head = new Head(anchor.sequence(), Hash.ofBytes(anchor.head().bytes()));
        return new Witness("the database", anchor.instance(), head);
    }

    static boolean genuine(RowSeal seals, Store.Anchor anchor) {
        return seals.holds(anchor(anchor.instance(), anchor.sequence(), anchor.head()), anchor.seal());
    }

    private static byte[] mark(Id instance, long sequence, Scope scope, long counter) {
        return Canonical.of("mark", 1)
                .id(instance)
                .number(sequence)
                .text(scope.toString())
                .number(counter)
                .bytes();
    }

    private static byte[] anchor(Id instance, long sequence, Octets head) {
        return Canonical.of("anchor", 1)
                .id(instance)
                .number(sequence)
                .bytes(head.bytes())
                .bytes();
    }
}
