package agentvault.crypto;

/// What a key is for. Every key has one use.
public enum KeyUse {
    /// Wraps all keys below; wrapped by the [KeyProvider].
    ROOT,
    /// Wraps the keys of one vault's credentials.
    VAULT,
    /// Hashes tokens, so that a stolen database holds nothing that can be shown.
    TOKEN_PEPPER,
    /// Seals single rows.
    ROW_SEAL,
    /// Seals the manifests of scopes.
    MANIFEST,
    /// Signs the checkpoints of the trail.
    TRAIL,
    /// Seals what belongs to the workspace itself, such as tool variables.
    WORKSPACE,
    /// Signs the tokens that are exchanged for API keys.
    EXCHANGE
}
