package agentvault.trail;

import agentvault.id.Id;

/// Where an entry stands: the chain of one server instance, and the place in it. A changed row holds the position of
/// its
/// intent.
public record Position(Id instance, long sequence, Hash hash) {

    public Position {
        Bounds.count(sequence);
    }
}
