package agentvault.trail;

import agentvault.id.Id;

/// What somebody outside the files knows about a chain: the database's copy of its head, or a checkpoint kept
/// elsewhere.
/// A chain that is shorter, or has another hash there, was cut or rewritten.
public record Witness(String source, Id instance, Head head) {

    public static Witness of(String source, Checkpoint checkpoint) {
        return new Witness(source, checkpoint.instance(), checkpoint.head());
    }
}
