package agentvault.trail;

/// Knows the public keys of trails by their names.
public interface TrailVerifier {

    /// Whether the named key signed the message; false for a name it does not know.
    boolean verifies(String keyName, byte[] message, byte[] signature);
}
