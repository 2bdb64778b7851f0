package agentvault.access;

/// What an actor may do in the workspace as a whole, in rising order. It says nothing about the contents of vaults.
public enum InstanceRole {
    NO_ACCESS,
    MEMBER,
    OWNER;

    public boolean atLeast(InstanceRole other) {
        return compareTo(other) >= 0;
    }
}
