package agentvault.dial;

/// A network that may be dialled though it is not public: addresses that begin alike, on one port or on all.
public record AllowedNetwork(String text) {}
