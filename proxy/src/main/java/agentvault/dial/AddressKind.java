package agentvault.dial;

/// What an address is, as far as dialling is concerned.
enum AddressKind {
    PUBLIC,
    /// Somebody's own network.
    PRIVATE,
    /// Nobody's, or not for connections.
    RESERVED,
    /// Leads to an IPv4 address.
    TRANSLATED,
    /// Hands out the credentials of a machine to whoever asks.
    METADATA
}
