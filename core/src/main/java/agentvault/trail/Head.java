package agentvault.trail;

/// The end of a chain: the last record's sequence and the hash that covers everything up to it.
public record Head(long sequence, Hash hash) {

    /// The head of a chain that has no record yet.
    public static final Head NONE = new Head(0, Hash.ZERO);

    public Head {
        Bounds.count(sequence);
    }
}
