package agentvault.trail;

import agentvault.id.Id;

/// Where an entry stands: the chain of one server instance, the place in it, and the hash that covers everything up to
/// there.
public record Position(Id instance, long sequence, Hash hash) {

    public Position {
        Bounds.count(sequence);
    }
}
