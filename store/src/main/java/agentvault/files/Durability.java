package agentvault.files;

/// What an ordinary entry survives. Entries that are appended durably survive the loss of power in either.
public enum Durability {
    /// The death of the process: it is written to its file.
    WRITE,
    /// The loss of power: its file is on the disk.
    FSYNC
}
