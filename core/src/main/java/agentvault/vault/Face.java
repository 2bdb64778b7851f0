package agentvault.vault;

/// The protocol through which somebody acts.
public enum Face {
    AGENT_VAULT,
    QODER,
    ANTHROPIC,
    TWENTY_FIRST,
    /// The data plane.
    PROXY,
    /// The command line beside the data, and the server itself.
    LOCAL
}
