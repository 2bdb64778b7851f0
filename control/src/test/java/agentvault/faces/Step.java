package agentvault.faces;

/// What somebody does with vaults and credentials, in words that belong to no protocol. Vaults and credentials go by
/// the order in which they were made, counted around.
sealed interface Step {

    record MakeVault() implements Step {}

    record Keep(int vault, Kind kind, int place, int value) implements Step {}

    record Rotate(int credential, int value) implements Step {}

    record ArchiveCredential(int credential) implements Step {}

    record DeleteCredential(int credential) implements Step {}

    record ArchiveVault(int vault) implements Step {}

    record DeleteVault(int vault) implements Step {}

    /// Asks for something at a place, with what a vault has.
    record Use(int vault, int place) implements Step {}

    /// What a credential is.
    enum Kind {
        BEARER,
        OAUTH,
        VARIABLE
    }
}
