package agentvault.address;

/// Which hosts a rule may name.
public enum HostPolicy {
    /// Names of the public DNS only.
    PUBLIC_ONLY,
    /// Also addresses, single labels and names that only mean something inside a network.
    INTERNAL_ALLOWED
}
