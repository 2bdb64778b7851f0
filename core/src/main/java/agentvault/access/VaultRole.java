package agentvault.access;

/// What an actor may do in one vault, in rising order.
public enum VaultRole {
    PROXY,
    MEMBER,
    ADMIN;

    public boolean atLeast(VaultRole other) {
        return compareTo(other) >= 0;
    }

    public VaultRole cappedBy(VaultRole other) {
        return compareTo(other) <= 0 ? this : other;
    }
}
